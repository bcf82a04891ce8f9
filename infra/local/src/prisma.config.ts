import { defineConfig } from 'prisma/config';

/** One configuration for every service's tables; which service it is comes from outside (prisma.ts beside this file). */
const folder = process.env.GUIDANG_PRISMA_FOLDER;
const url = process.env.DATABASE_URL;
if (folder === undefined || url === undefined) {
  throw new Error(
    'GUIDANG_PRISMA_FOLDER and DATABASE_URL must be set; use `node infra/local/src/main.ts prisma <service> …`',
  );
}

export default defineConfig({
  schema: `${folder}/schema.prisma`,
  migrations: { path: `${folder}/migrations` },
  datasource: { url },
});
