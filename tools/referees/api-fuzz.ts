import type { Installs } from './installs.ts';
import { ran } from './programs.ts';
import { pythonPackage } from './python-tools.ts';

const VERSION = '4.32.5';

/** FUZZ=edges asks every edge of every parameter as well, which takes some minutes. */
export const EDGES = process.env.FUZZ === 'edges';
/** For a test that fuzzes a door, edges and all. */
export const FUZZ_PATIENCE_MS = 1_800_000;

/** A door that is open somewhere, and how hard it is asked. */
export interface Fuzzed {
  /** Where its OpenAPI document is served. */
  readonly document: string;
  /** Where its routes are. */
  readonly url: string;
  /** Sent with every request, e.g. who is asking. */
  readonly headers: Readonly<Record<string, string>>;
  /** Requests to each operation; every one of them is another. */
  readonly examples: number;
  /** The same requests again. */
  readonly seed: number;
  /** Beside random requests every edge that the document draws, one by one: some thousands, which takes minutes. */
  readonly edges: boolean;
  /** Operations that are left out, by name: what they take is so large that making it up takes longer than anything else. */
  readonly without?: readonly string[];
}

/** What came of it: why it could not be done, or what Schemathesis reported and whether it found anything. */
export type FuzzWord = { readonly missing: string } | { readonly clean: boolean; readonly report: string };

/**
 * Asks every operation of a door what its OpenAPI document allows, and what it does not: Schemathesis, from PyPI. It finds answers that are errors of ours (5xx), that the document does not
 * know, or that are not of the shape it promises.
 */
export async function fuzz(installs: Installs, of: Fuzzed): Promise<FuzzWord> {
  const home = await pythonPackage(installs, 'schemathesis', VERSION);
  if (typeof home === 'string') return { missing: home };
  const headers = Object.entries(of.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const conformance = ['status_code_conformance', 'content_type_conformance', 'response_schema_conformance'];
  const checks = ['not_a_server_error', ...conformance].join(',');
  const args = [
    ...['-m', 'schemathesis.cli', 'run', of.document, '--url', of.url, ...headers],
    ...['--phases', of.edges ? 'coverage,fuzzing' : 'fuzzing', '--checks', checks],
    ...['-n', String(of.examples), '--seed', String(of.seed), '--generation-database', 'none', '--no-shrink'],
    ...(of.without ?? []).flatMap((name) => ['--exclude-operation-id', name]),
    ...[
      '--suppress-health-check',
      'all',
      '--continue-on-failure',
      '--max-redirects',
      '0',
      '--warnings',
      'off',
      '--no-color',
    ],
  ];
  const { code, stdout, stderr } = await ran(home.python, args, { env: home.env, timeout: 1_500_000, cwd: '/tmp' });
  return { clean: code === 0, report: `${stdout}\n${stderr}` };
}
