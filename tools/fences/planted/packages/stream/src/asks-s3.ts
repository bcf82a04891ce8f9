export { S3 } from '../../../node_modules/@aws-sdk/client-s3/index.js';
