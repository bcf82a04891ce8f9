import { lookup } from 'node:dns';
export const through = lookup;
