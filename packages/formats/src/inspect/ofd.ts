import { type Inspection, type Problem, problem } from '../facts.ts';
import { OFD_NAMESPACES } from '../identify/zip.ts';
import { directoryOf } from '../zip/directory.ts';
import { contentOf } from '../zip/entry.ts';
import { againstOfdA, elements, type OfdParts, ofdResources, resolved } from './ofd-resources.ts';
import { concluded, type Parts, throughParts } from './packages.ts';
import { ofdSignatures } from './signatures.ts';
import type { Subject } from './subject.ts';

/** Faults that leave a hole in what a reader would draw; the others are told of a document that opens. */
const HOLES = new Set(['OFD_NAMESPACE', 'NO_PAGES', 'OFD_REFERENCE']);

/**
 * OFD by GB/T 33190-2016 clause 7: the main entry, each document's root, every page it lists and every file of its resources are there, all of them well-formed and in the
 * namespace, and what pages draw with is defined. Whether the drawing comes out right needs a renderer and is not looked at here.
 */
export async function inspectOfd(subject: Subject): Promise<Inspection> {
  const parts = await throughParts(subject, /\.xml$/i);
  const read: OfdParts = { text: textsOf(subject), has: (name) => parts.names.has(name) };
  const missing = read.has('OFD.xml') ? [] : ['OFD.xml'];
  const entry = read.text('OFD.xml');
  const problems: Problem[] = [...otherNamespaces(parts)];
  const fontsMissing: string[] = [];
  let pages = 0;
  for (const root of elements(entry, 'DocRoot')) {
    const path = resolved('', root);
    if (!read.has(path)) missing.push(path);
    const document = read.text(path);
    const listed = pagesOf(document).map((location) => resolved(path, location));
    const lists = [...elements(document, 'PublicRes'), ...elements(document, 'DocumentRes')];
    missing.push(...[...listed, ...lists.map((one) => resolved(path, one))].filter((one) => !read.has(one)));
    pages += listed.length;
    const resources = ofdResources(path, listed, read);
    missing.push(...resources.missing);
    problems.push(...resources.problems);
    fontsMissing.push(...resources.fontsMissing);
    if (subject.identity.puid === 'x-ofd/A')
      problems.push(
        ...againstOfdA(entry, document, allOf(read, [path, ...listed, ...lists.map((one) => resolved(path, one))])),
      );
  }
  for (const signatures of elements(entry, 'Signatures'))
    if (!read.has(resolved('', signatures))) missing.push(resolved('', signatures));
  if (pages === 0 && missing.length === 0) problems.push(problem('NO_PAGES', 'no page is listed'));
  const encrypted = read.has('Encryptions.xml') || parts.archive.encrypted;
  if (read.has('Encryptions.xml'))
    problems.push(problem('ENCRYPTED', 'parts of the document are encrypted (GM/T 0099)'));
  const result = concluded(parts, [...new Set(missing)], problems);
  const signed = elements(entry, 'Signatures').length > 0;
  const holed = problems.some(({ code }) => HOLES.has(code));
  return {
    ...result,
    readable: result.readable === 'yes' ? (holed ? 'no' : encrypted ? 'not-looked' : 'yes') : result.readable,
    pages,
    signatures: signed ? await ofdSignatures(subject) : [],
    ...(encrypted && { encrypted }),
    ...(fontsMissing.length > 0 && { fontsMissing }),
  };
}

function pagesOf(document: string): string[] {
  const pages = /<(?:\w+:)?Pages\b[\s\S]*?<\/(?:\w+:)?Pages>/.exec(document)?.[0] ?? '';
  return [...pages.matchAll(/BaseLoc\s*=\s*["']([^"']*)["']/g)].map(([, location]) => location!);
}

const allOf = (read: OfdParts, names: readonly string[]): string => names.map((name) => read.text(name)).join('\n');

function* otherNamespaces({ documents }: Parts): Generator<Problem> {
  for (const [name, { root }] of documents) {
    if (!/^(OFD\.xml$|.*\/(Document|Content)\.xml$)/.test(name) || !root) continue;
    if (!OFD_NAMESPACES.includes(root.namespace ?? ''))
      yield problem('OFD_NAMESPACE', `${name.slice(0, 60)}: not of the OFD namespace`);
  }
}

/** The text of a part by name, empty where it cannot be had: what that means is found by whoever went through the archive. */
function textsOf({ bytes }: Subject): (name: string) => string {
  const entries = new Map((directoryOf(bytes)?.entries ?? []).map((one) => [one.name, one]));
  const known = new Map<string, string>();
  return (name) => {
    const entry = entries.get(name);
    const text = known.get(name) ?? (entry ? (contentOf(bytes, entry)?.toString('utf8') ?? '') : '');
    known.set(name, text);
    return text;
  };
}
