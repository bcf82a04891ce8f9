export * from './codes.ts';
export * from './companies.ts';
export * from './departments.ts';
export * from './persons.ts';
export * from './towns.ts';
