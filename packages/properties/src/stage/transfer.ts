import type { Item } from '../item.ts';
import { antivirus } from '../items/antivirus.ts';
import { compression } from '../items/compression.ts';
import { contentAttributes } from '../items/content-attributes.ts';
import { contentComplete } from '../items/content-complete.ts';
import { contentFormat } from '../items/content-format.ts';
import { environment } from '../items/environment.ts';
import { fixity } from '../items/fixity.ts';
import { formatLongTerm } from '../items/format-long-term.ts';
import { metadataComplete, metadataFilled } from '../items/metadata-complete.ts';
import { metadataDomain } from '../items/metadata-domain.ts';
import { metadataFormat } from '../items/metadata-format.ts';
import { metadataLength } from '../items/metadata-length.ts';
import { readability } from '../items/readability.ts';
import { specialCharacters } from '../items/special-characters.ts';
import { virus } from '../items/virus.ts';
import { type Called, mirrored, packageHalf } from './mirrored.ts';
import * as own from './package-items.ts';

/** A name that nobody has seen the number of: the code is ours, and the column of the standard stays empty. */
const local = (name: string, zh: string, en: string): Called => ({
  ...{ code: `YJ-LOCAL-${name}`, zh, en, sure: 'local', number: null },
});
/** Seen in a running system, code and name alike (standards/1 §1.5). */
const seen = (number: string, zh: string, en: string): Called => ({ code: number, zh, en, sure: 'F', number });

/**
 * 移交与接收: the items on a package that comes from elsewhere, property by property. The standard mirrors those of archiving; two numbers of it have been seen,
 * the others would be inferred from their place and are not published as the standard's.
 */
export const TRANSFER: readonly Item[] = [
  mirrored(fixity, local('FIXITY', '固化信息有效性检测(摘要)', 'digests of the files')),
  own.seals(local('SEAL', '固化信息有效性检测(签名、印章、时间戳)', 'signatures, seals and timestamps')),
  packageHalf(metadataLength, local('LENGTH', '元数据项数据长度检测', 'length of metadata values')),
  packageHalf(metadataFormat, local('FORM', '元数据项数据类型、格式检测', 'type and format of metadata values')),
  packageHalf(
    metadataDomain,
    local('DOMAIN', '设定值域的元数据项值域符合度检测', 'metadata values lie in their lists'),
  ),
  packageHalf(
    specialCharacters,
    seen('YJ-1-6', '元数据项数据包含特殊字符检测', 'special characters in metadata values'),
  ),
  own.referenceCodes(local('CODE', '档号规范性检测', 'reference codes follow the rule')),
  own.codesTwice(seen('YJ-1-8', '元数据项数据重复性检测', 'duplicates among metadata values')),
  mirrored(contentAttributes, local('ATTRIBUTES', '内容数据的电子属性一致性检测', 'metadata agrees with the files')),
  own.pointed(local('LINK', '元数据是否关联内容数据检测', 'metadata points to content')),
  own.documents(local('DOCUMENTS', '说明文件和目录文件规范性检测', 'readme and catalogue follow the rule')),
  own.layout(local('LAYOUT', '信息包目录结构规范性检测', 'layout of the package follows the rule')),
  own.consistency(local('CONSISTENCY', '信息包一致性检测', 'the package did not change on the way')),
  own.totalItems(local('ITEMS', '总件数相符性检测', 'number of items agrees')),
  own.totalBytes(local('BYTES', '总字节数相符性检测', 'number of bytes agrees')),
  packageHalf(metadataComplete, local('ELEMENTS', '元数据项完整性检测', 'metadata elements are complete')),
  packageHalf(metadataFilled, local('FILLED', '元数据必填著录项目检测', 'required metadata is filled in')),
  own.series(local('SERIES', '连续性元数据项检测', 'numbering is continuous')),
  mirrored(contentComplete, local('WHOLE', '内容数据完整性检测', 'content is complete')),
  own.totalFiles(local('FILES', '信息包内容数据完整性检测', 'number of files agrees')),
  own.metadataReadable(local('METADATA', '信息包中元数据的可读性检测', 'metadata in the package can be read')),
  mirrored(contentFormat, local('FORMAT', '内容数据格式检测', 'format of the content')),
  mirrored(readability, local('READABLE', '内容数据的可读性检测', 'content can be read')),
  mirrored(formatLongTerm, local('LONG-TERM', '内容数据格式长期可用性检测', 'format stays usable in the long term')),
  mirrored(environment, local('SOFTWARE', '软硬件环境合规性检测', 'hardware and software environment')),
  own.packing(local('PACKING', '信息包压缩与加密检测', 'the package is packed in an open way')),
  mirrored(
    compression,
    local('CONTENT', '信息包中包含的内容数据格式合规性检测', 'compliance of the content in the package'),
  ),
  mirrored(antivirus, local('SCANNER', '系统环境中是否安装杀毒软件检测', 'virus scanner is installed')),
  mirrored(virus, local('VIRUS', '病毒感染检测', 'infection by viruses')),
  own.carrier('whether nothing lies on the carrier that is not listed')(
    local('CARRIER-FILES', '载体中多余文件检测', 'files on the carrier that are not listed'),
  ),
  own.carrier('reading speed of the carrier')(
    local('CARRIER-SPEED', '载体读取速度检测', 'reading speed of the carrier'),
  ),
  own.carrier('scratches and damage')(local('CARRIER-LOOK', '载体外观检测', 'look of the carrier')),
  own.carrier('error rate of the disc')(local('DISC', '光盘合格性检测', 'quality of the disc')),
  own.external(
    'whether the hand-over was done by the procedure',
    'DA/T 70-2018 (clause not known)',
    'operation log',
  )(local('PROCEDURE', '操作过程安全性检测', 'safety of the procedure')),
];
