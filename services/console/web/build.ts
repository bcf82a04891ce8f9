import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const DIST = at('../dist');

/** Syntax that Chromium 86 understands: what the browsers of government offices are built on. */
const TARGET = 'chrome86';

/** Bundles the pages into services/console/dist: one part for the frame, one for each page, named by their content. */
await build({
  root: at('.'),
  configFile: false,
  logLevel: 'warn',
  cacheDir: at('../../../.local/cache/vite'),
  build: {
    ...{
      outDir: DIST,
      emptyOutDir: true,
      target: TARGET,
      cssTarget: TARGET,
      sourcemap: false,
      manifest: 'manifest.json',
    },
    // Directives of React's server components mean nothing in a bundle for browsers.
    rolldownOptions: {
      onLog: (level, log, handle) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : handle(level, log)),
    },
    ...{ modulePreload: { polyfill: false }, chunkSizeWarningLimit: 900 },
  },
});

// Compressed once here, not at every request.
for (const name of readdirSync(`${DIST}/assets`))
  if (/\.(js|css)$/.test(name))
    writeFileSync(`${DIST}/assets/${name}.gz`, gzipSync(readFileSync(`${DIST}/assets/${name}`), { level: 9 }));
