import { type Text, text } from '../app/words.ts';

/** The six steps and the other services, as people call them. */
export const SERVICE_NAMES: Readonly<Record<string, Text>> = {
  capture: text('收件', 'Capture'),
  check: text('检测', 'Check'),
  seal: text('固化', 'Seal'),
  package: text('组包', 'Package'),
  store: text('入库', 'Store'),
  use: text('利用', 'Use'),
  intake: text('接入', 'Intake'),
  registry: text('登记', 'Registry'),
  notary: text('存证', 'Notary'),
  witness: text('见证', 'Witness'),
  console: text('控制台', 'Console'),
};
export const STEP_NAMES = ['capture', 'check', 'seal', 'package', 'store', 'use'] as const;
export const serviceName = (name: string): Text => SERVICE_NAMES[name] ?? text(name, name);
