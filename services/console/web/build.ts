import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const DIST = at('../dist');

/** Syntax that Chromium 86 understands: what the browsers of government offices are built on. */
const TARGET = 'chrome86';

// Whoever starts this may be a test: what is bundled is for people all the same.
process.env.NODE_ENV = 'production';

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

/** Everything a browser fetches before a page stands there, in bytes as they travel. */
const MOST_BYTES = 300 * 1024;
interface Part {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}
const parts = JSON.parse(readFileSync(`${DIST}/manifest.json`, 'utf8')) as Record<
  string,
  Part & { isDynamicEntry?: true }
>;
const filesOf = (name: string, found = new Set<string>()): Set<string> => {
  const { file, imports = [], css = [] } = parts[name]!;
  if (!found.has(file)) {
    for (const one of [file, ...css]) found.add(one);
    for (const one of imports) filesOf(one, found);
  }
  return found;
};
for (const [name, { isDynamicEntry }] of Object.entries(parts)) {
  if (isDynamicEntry === undefined) continue;
  const files = new Set([...filesOf('index.html'), ...filesOf(name)]);
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(`${DIST}/${file}`)).length, 0);
  process.stdout.write(`${name.padEnd(40)} ${(bytes / 1024).toFixed(0).padStart(4)} KiB\n`);
  if (bytes > MOST_BYTES) {
    process.stderr.write(`${name}: 首次加载超过 300 KiB / its first load is over 300 KiB\n`);
    process.exitCode = 1;
  }
}
