export * from './sign.ts';
export { addValidationData, type ValidationData } from './validation-data.ts';
export * from './verify.ts';
