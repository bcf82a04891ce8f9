import { type Inspection, type Problem, problem } from '../facts.ts';
import { OFD_NAMESPACES } from '../identify/zip.ts';
import { directoryOf } from '../zip/directory.ts';
import { contentOf } from '../zip/entry.ts';
import { concluded, throughParts } from './packages.ts';
import type { Subject } from './subject.ts';

/**
 * OFD by GB/T 33190-2016 clause 7: the main entry, each document's root and every page it lists are there, all of them well-formed and in
 * the namespace. Whether fonts and drawings are right needs a renderer and is not looked at here.
 */
export async function inspectOfd(subject: Subject): Promise<Inspection> {
  const parts = await throughParts(subject, /\.xml$/i);
  const text = textsOf(subject);
  const missing = parts.names.has('OFD.xml') ? [] : ['OFD.xml'];
  const problems: Problem[] = [];
  let pages = 0;
  for (const root of values(text('OFD.xml'), 'DocRoot')) {
    const path = resolved('', root);
    if (!parts.names.has(path)) missing.push(path);
    const document = text(path);
    const inPages = /<(?:\w+:)?Pages\b[\s\S]*?<\/(?:\w+:)?Pages>/.exec(document)?.[0] ?? '';
    for (const [, location] of inPages.matchAll(/BaseLoc\s*=\s*["']([^"']*)["']/g)) {
      pages += 1;
      const page = resolved(path, location!);
      if (!parts.names.has(page)) missing.push(page);
    }
    for (const resource of [...values(document, 'PublicRes'), ...values(document, 'DocumentRes')]) {
      const there = resolved(path, resource);
      if (!parts.names.has(there)) missing.push(there);
    }
  }
  for (const [name, facts] of parts.documents) {
    const { root } = facts;
    if (
      /^(OFD\.xml$|.*\/(Document|Content)\.xml$)/.test(name) &&
      root &&
      !OFD_NAMESPACES.includes(root.namespace ?? '')
    ) {
      problems.push(problem('OFD_NAMESPACE', `${name.slice(0, 60)}: not of the OFD namespace`));
    }
  }
  if (pages === 0 && missing.length === 0) problems.push(problem('NO_PAGES', 'no page is listed'));
  const result = concluded(parts, missing, problems);
  return { ...result, readable: result.readable === 'yes' && problems.length > 0 ? 'no' : result.readable, pages };
}

/** The text of a part by name, empty where it cannot be had: what that means is found by whoever went through the archive. */
function textsOf({ bytes }: Subject): (name: string) => string {
  const entries = directoryOf(bytes)?.entries ?? [];
  return (name) => {
    const entry = entries.find((one) => one.name === name);
    return entry ? (contentOf(bytes, entry)?.toString('utf8') ?? '') : '';
  };
}

const values = (text: string, element: string): string[] =>
  [...text.matchAll(new RegExp(`<(?:\\w+:)?${element}\\s*>\\s*([^<]*?)\\s*</`, 'g'))].map(([, value]) => value!);

/** A location is relative to the folder of the part it stands in, or absolute in the package when it begins with a slash. */
function resolved(from: string, location: string): string {
  const folder = location.startsWith('/') ? [] : from.split('/').slice(0, -1);
  const path: string[] = [...folder];
  for (const step of location.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}
