import { type Inspection, type Problem, problem } from '../facts.ts';
import { xmlText } from '../xml/text.ts';
import { type XmlFacts, xmlFacts } from '../xml/well-formed.ts';
import type { Entry } from '../zip/directory.ts';
import { type Archive, throughArchive } from './archive.ts';
import { officeSignatures } from './signatures.ts';
import type { Subject } from './subject.ts';

/** What a document that travels as a zip must have in it. */
interface Kind {
  readonly required: readonly string[];
  /** entries that must be well-formed XML */
  readonly xml: RegExp;
  readonly hazards: readonly (readonly [pattern: RegExp, code: string, detail: string])[];
}

const OFFICE_HAZARDS: Kind['hazards'] = [
  [/vbaProject\.bin$/i, 'MACRO', 'the document carries macros'],
  [/\/embeddings\//i, 'EMBEDDED_FILE', 'files are embedded in the document'],
  [/\/activeX\//i, 'ACTIVE_CONTENT', 'ActiveX controls'],
];
const office = (main: string): Kind => ({
  required: ['[Content_Types].xml', '_rels/.rels', main],
  xml: /\.(xml|rels)$/i,
  hazards: OFFICE_HAZARDS,
});
const openDocument: Kind = {
  required: ['mimetype', 'content.xml', 'META-INF/manifest.xml'],
  xml: /\.(xml|rdf)$/i,
  hazards: [[/^Basic\//, 'MACRO', 'the document carries macros']],
};
const KINDS: Readonly<Record<string, Kind>> = {
  docx: office('word/document.xml'),
  docm: office('word/document.xml'),
  xlsx: office('xl/workbook.xml'),
  xlsm: office('xl/workbook.xml'),
  pptx: office('ppt/presentation.xml'),
  odt: openDocument,
  ods: openDocument,
  odp: openDocument,
};

/** Office documents: the zip to its end, the parts that must be there, every XML part well-formed. */
export async function inspectPackage(subject: Subject): Promise<Inspection> {
  const kind = KINDS[subject.identity.family]!;
  const parts = await throughParts(subject, kind.xml);
  const missing = kind.required.filter((part) => !parts.names.has(part));
  const hazards = kind.hazards
    .filter(([pattern]) => [...parts.names].some((name) => pattern.test(name)))
    .map(([, code, detail]) => problem(code, detail));
  return { ...concluded(parts, missing, [...hazards]), signatures: await officeSignatures(parts.names) };
}

export interface Parts {
  readonly archive: Archive;
  readonly names: ReadonlySet<string>;
  readonly documents: ReadonlyMap<string, XmlFacts>;
  readonly problems: readonly Problem[];
}

/** Unpacks a document and reads its XML parts. */
export async function throughParts({ bytes, limits }: Subject, xml: RegExp): Promise<Parts> {
  const names = new Set<string>();
  const documents = new Map<string, XmlFacts>();
  const problems: Problem[] = [];
  const visit = (entry: Entry, content: Buffer | null): void => {
    names.add(entry.name);
    if (!xml.test(entry.name) || !content) return;
    const text = xmlText(content)?.text;
    if (text === undefined)
      return void problems.push(problem('XML_ENCODING', `${part(entry)}: not in the encoding it says`));
    const facts = xmlFacts(text);
    documents.set(entry.name, facts);
    if (facts.fault) problems.push(problem('XML_NOT_WELL_FORMED', `${part(entry)}: ${facts.fault}`));
    if (facts.reachesOut)
      problems.push(problem('XML_ENTITIES', `${part(entry)}: entities or an external document type`));
  };
  const archive = await throughArchive(bytes, limits, visit);
  return { archive, names, documents, problems };
}

/** Names of parts are given by the format; others are cut short, since a name may say something. */
const part = ({ name }: Entry): string => name.slice(0, 60);

export function concluded(parts: Parts, missing: readonly string[], others: readonly Problem[]): Inspection {
  const { archive } = parts;
  const problems = [
    ...archive.problems,
    ...missing.map((name) => problem('PART_MISSING', name)),
    ...parts.problems,
    ...others,
  ];
  const broken = archive.fault === 'broken' || missing.length > 0 || parts.problems.length > 0;
  // What was not unpacked cannot be missing: a bomb and an encrypted document were not looked at.
  const readable = archive.fault === 'not-looked' ? 'not-looked' : broken ? 'no' : 'yes';
  return {
    readable,
    problems: archive.fault === 'not-looked' ? problems.filter(({ code }) => code !== 'PART_MISSING') : problems,
    ...(archive.encrypted && { encrypted: true }),
    ...(archive.container && { container: archive.container }),
  };
}
