import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import { MigrationAdapter } from './adapter.ts';
import { addressOf } from './address.ts';

type Methods = Record<string, (params: unknown) => Promise<unknown>>;
type Bound = ReturnType<typeof bindMigrationAwareSqlAdapterFactory>;

/** As much of the WebAssembly API as is used here; it is in the runtime, but not among the types of a program without a browser. */
interface WebAssemblyApi {
  instantiate(code: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
}
const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };

/** What the generated declarations leave out of the glue code, or say for another bundler. */
interface Glue {
  __wbg_set_wasm(exports: Record<string, unknown>): void;
  SchemaEngine: { new: (options: object, log: (line: string) => void, adapter: Bound) => Promise<Methods> };
}

/** Where no database is needed (generate, validate) the engine still wants an address; nobody answers there. */
const NOWHERE = 'postgresql://unused@127.0.0.1:1/unused';

/** Prisma's names that the WebAssembly build calls otherwise. */
const OTHER_NAMES: Record<string, string> = { getDatabaseVersion: 'version' };

/** The engine itself, loaded and connected at the first call. */
export class SchemaEngine {
  readonly url: string | undefined;
  readonly #datamodels: readonly string[];
  readonly #adapter: MigrationAdapter;
  readonly #bound: Bound;
  #methods: Promise<Methods> | undefined;

  constructor(url: string | undefined, datamodels: readonly string[]) {
    this.url = url;
    this.#datamodels = datamodels;
    this.#adapter = new MigrationAdapter(addressOf(url ?? NOWHERE));
    this.#bound = bindMigrationAwareSqlAdapterFactory(this.#adapter);
  }

  async call(method: string, params: unknown): Promise<unknown> {
    this.#methods ??= this.#load();
    const engine = await this.#methods;
    const name = OTHER_NAMES[method] ?? method;
    if (typeof engine[name] !== 'function') throw new Error(`the schema engine has no method ${method}`);
    return engine[name](params ?? {});
  }

  /** An error of the database travels through WebAssembly as a number; here is what stands behind it. */
  causeOf(error: unknown): unknown {
    const id = (error as { cause?: { id?: unknown } }).cause?.id;
    return typeof id === 'number' ? (this.#bound.errorRegistry.consumeError(id)?.error ?? error) : error;
  }

  sweep(): Promise<void> {
    return this.#adapter.dropShadows();
  }

  async #load(): Promise<Methods> {
    const inside = glue as unknown as Glue;
    Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { message: '', set_message: reportPanic } });
    const file = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm')).replace(/\.js$/, '_bg.wasm');
    const imports = { './schema_engine_bg.js': glue };
    const { instance } = await WebAssembly.instantiate(readFileSync(file), imports);
    inside.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
    const datamodels = this.#datamodels.map((path) => [path, readFileSync(path, 'utf8')]);
    return inside.SchemaEngine.new(
      { datamodels: datamodels.length === 0 ? undefined : datamodels },
      passErrors,
      this.#bound,
    );
  }
}

const reportPanic = (message: string): void => {
  process.stderr.write(`${JSON.stringify({ level: 'ERROR', fields: { message, is_panic: true } })}\n`);
};

/** Of the engine's own log only errors are for people. */
const passErrors = (line: string): void => {
  if ((JSON.parse(line) as { level?: string }).level === 'ERROR') process.stderr.write(`${line}\n`);
};
