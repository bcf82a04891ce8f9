export interface Given {
  readonly version: boolean;
  /** Files with Prisma schemas. */
  readonly datamodels: readonly string[];
  /** The database's connection string; absent where the command needs none. */
  readonly url: string | undefined;
  /** A single command about the database itself, instead of a conversation. */
  readonly control: string | undefined;
}

const WITH_VALUE = ['--datamodels', '-d', '--datasource', '--enabled-preview-features', '--extension-types', 'cli'];

/** The native engine's command line, as far as Prisma's command line uses it. */
export function argumentsOf(argv: readonly string[]): Given {
  const values = new Map<string, string[]>();
  for (let at = 0; at < argv.length; at++) {
    const name = argv[at]!;
    const value = WITH_VALUE.includes(name) ? (argv[++at] ?? '') : '';
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  const datasource = values.get('--datasource')?.at(-1);
  return {
    version: values.has('--version') || values.has('-V'),
    datamodels: [...(values.get('--datamodels') ?? []), ...(values.get('-d') ?? [])],
    url: datasource === undefined ? undefined : (JSON.parse(datasource) as { url?: string }).url,
    control: values.get('cli')?.at(-1),
  };
}
