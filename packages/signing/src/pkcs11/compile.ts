import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Where the compiled door to PKCS #11 lies. */
const placeOf = (module: string): string => join(module, 'build/Release/pkcs11.node');

/**
 * Compiles pkcs11js with the system's C++ compiler and Node's own interface headers, which lie in node_modules: its install step would fetch the headers of a whole
 * Node instead. Done once; gives the path. @throws where there is no compiler
 */
export const compilePkcs11 = (): string => {
  const module = dirname(require.resolve('pkcs11js/package.json'));
  const headers = join(dirname(require.resolve('node-api-headers/package.json')), 'include');
  const out = placeOf(module);
  if (existsSync(out)) return out;
  mkdirSync(dirname(out), { recursive: true });
  const sources = ['dl.cpp', 'common.cpp', 'main.cpp'].map((name) => join(module, 'src', name));
  const flags = [
    '-shared',
    '-fPIC',
    '-std=c++17',
    '-O2',
    '-DNAPI_DISABLE_CPP_EXCEPTIONS',
    '-DNODE_GYP_MODULE_NAME=pkcs11',
  ];
  execFileSync('g++', [...flags, `-I${headers}`, `-I${join(module, 'includes')}`, ...sources, '-o', out, '-ldl']);
  return out;
};

if (import.meta.main) console.log(compilePkcs11());
