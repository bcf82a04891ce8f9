export { type CarriedRevocation, type CarriedSignature, type CarriedState, unopened } from './carried.ts';
export { MOST_CARRIED, signaturesInOfd, signaturesInPdf } from './in-files.ts';
