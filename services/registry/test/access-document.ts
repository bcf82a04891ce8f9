import { fileURLToPath } from 'node:url';
import { accessDocument as documentOf } from '../../../tools/access-document.ts';
import { ACCESS_TABLE, PUBLIC, SIGNED_IN } from './access-table.ts';

export const FILE = fileURLToPath(new URL('../../../docs/access/registry.md', import.meta.url));

/** The table as an auditor reads it. */
export const accessDocument = (): string =>
  documentOf({
    ...{ name: ['登记服务', 'registry'], folder: 'services/registry', policy: 'registry.cedar' },
    ...{ rows: ACCESS_TABLE, signedIn: SIGNED_IN, everybody: PUBLIC },
  });
