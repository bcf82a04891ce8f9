/** One S3 endpoint and the credential it is asked with. */
export interface Place {
  readonly name: string;
  /** e.g. http://127.0.0.1:17070; buckets are part of the path */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}
