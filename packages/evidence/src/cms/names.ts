/** Object identifiers of CMS (RFC 5652), CAdES (RFC 5126, ETSI EN 319 122-1) and the Chinese message syntax for SM2 (GB/T 35275-2017). */
export const ID_DATA = '1.2.840.113549.1.7.1';
export const ID_SIGNED_DATA = '1.2.840.113549.1.7.2';
export const GM_DATA = '1.2.156.10197.6.1.4.2.1';
export const GM_SIGNED_DATA = '1.2.156.10197.6.1.4.2.2';

export const ATTR_CONTENT_TYPE = '1.2.840.113549.1.9.3';
export const ATTR_MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
export const ATTR_SIGNING_TIME = '1.2.840.113549.1.9.5';
export const ATTR_SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
export const ATTR_SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
export const ATTR_TIMESTAMP_TOKEN = '1.2.840.113549.1.9.16.2.14';
