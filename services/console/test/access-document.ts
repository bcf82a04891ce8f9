import { fileURLToPath } from 'node:url';
import { accessDocument as documentOf } from '../../../tools/access-document.ts';
import { ACCESS_TABLE, SIGNED_IN } from './access-table.ts';

export const FILE = fileURLToPath(new URL('../../../docs/access/console.md', import.meta.url));

/** The table as an auditor reads it. The pages themselves, which hold nothing, and registry's door, which asks by itself, stand in front of the guard. */
export const accessDocument = (): string =>
  documentOf({
    ...{ name: ['控制台', 'the console'], folder: 'services/console', policy: 'console.cedar' },
    ...{ rows: ACCESS_TABLE, signedIn: SIGNED_IN, everybody: [] },
  });
