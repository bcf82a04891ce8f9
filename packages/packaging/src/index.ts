export { type Announced, checkPackage } from './check/check-package.ts';
export { CHECKS, type CheckCode } from './check/codes.ts';
export { NOT_LOOKED_AT } from './check/report.ts';
export type { Trust } from './check/seal.ts';
export { FOLDERS, folderOf, PLACES, PROFILE, referenceCodeOf } from './guidang-1/names.ts';
export type { Objects } from './guidang-1/objects.ts';
export {
  type PackageInput,
  type PackagePlan,
  PackagingFault,
  type PlannedFile,
  planPackage,
} from './guidang-1/plan.ts';
export { writePackage } from './guidang-1/write.ts';
export { readZip, type ZipFinding, type ZipMember, type ZipReading } from './zip/read.ts';
export { type ByteSource, openFile, sourceOfFile, sourceOver, stretch } from './zip/source.ts';
