import { FORMATS } from '../src/index.ts';
import { inspectors } from '../src/inspect/inspectors.ts';
import { LIMITS } from '../src/limits.ts';

const OPENED: Readonly<Record<string, string>> = {
  inspectPackage: 'unpacked to its end, required parts, XML well-formed',
  inspectOfd: 'unpacked to its end; pages, resources and what they name are there and defined; XML well-formed',
  inspectZip: 'unpacked to its end, CRC',
  inspectCompound: 'tables, every stream to its length, main stream begins right',
  inspectXml: 'well-formed to its end',
  inspectJson: 'parsed to its end',
  inspectText: 'every byte a character of one encoding',
  inspectBmp: 'all rows are there',
  inspectBoxes: 'damaged or not looked at: boxes fill the file',
  inspectRiff: 'damaged or not looked at: the length it says is there',
  inspectWave: 'PCM: all samples are there; otherwise not looked at',
  inspectMp3: 'frame leads to frame from the first to the last',
  inspectFlac: 'damaged or not looked at: headers lead to the first frame',
  inspectDrawing: 'text of one encoding with its end',
  inspectRtf: 'groups close at the end',
  inspectGzip: 'unpacked to its end, CRC',
  inspectTar: 'headers by their checksums, entries and end are there',
  pdf: 'opened by PDFium, all pages loaded and drawn (long ones at both ends), images decoded',
  image: 'every byte decoded, here or by libvips',
};

/** The table of what is told apart and how it is opened, as docs/formats/identification.md shows it. */
export function identificationTable(): string {
  const known = inspectors();
  const families = Map.groupBy(FORMATS, ({ family }) => family);
  const lines = [...families].map(([family, formats]) => {
    const puids = formats
      .map(({ puid, version }) => (version === undefined ? puid : `${puid} (${version})`))
      .join(', ');
    const extensions = [...new Set(formats.flatMap((one) => one.extensions))].join(' ');
    const opened = OPENED[known[family]?.name ?? ''] ?? 'not looked into';
    return `| ${family} | ${puids} | ${extensions} | ${opened} |`;
  });
  return [
    '| family | PUIDs (version) | extensions | opened: `readable: yes` means |',
    '|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function limitsTable(): string {
  const lines = Object.entries(LIMITS).map(([name, value]) => `| ${name} | ${value.toLocaleString('en')} |`);
  return ['| limit | value |', '|---|---|', ...lines].join('\n');
}

/** Puts a table between its marks in a document. */
function filled(document: string, name: string, table: string): string {
  const marks = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`);
  return document.replace(marks, (_, start: string, end: string) => `${start}\n${table}\n\n${end}`);
}

export const DOCUMENT = new URL('../../../docs/formats/identification.md', import.meta.url);
export const whole = (document: string): string =>
  filled(filled(document, 'formats', identificationTable()), 'limits', limitsTable());
