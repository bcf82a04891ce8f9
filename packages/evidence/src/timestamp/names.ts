import { ATTR_CONTENT_TYPE, ATTR_MESSAGE_DIGEST, ATTR_SIGNING_CERTIFICATE_V2, ID_SIGNED_DATA } from '../cms/names.ts';

/** Object identifiers of RFC 3161, RFC 5652 and RFC 5816, and the algorithms tokens are made with. */
export const SIGNED_DATA: string = ID_SIGNED_DATA;
export const TST_INFO = '1.2.840.113549.1.9.16.1.4';
export const CONTENT_TYPE: string = ATTR_CONTENT_TYPE;
export const MESSAGE_DIGEST: string = ATTR_MESSAGE_DIGEST;
export const SIGNING_CERTIFICATE_V2: string = ATTR_SIGNING_CERTIFICATE_V2;
export const SHA256 = '2.16.840.1.101.3.4.2.1';
