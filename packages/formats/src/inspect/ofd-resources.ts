import { type Problem, problem } from '../facts.ts';

/** The parts of a package as its rules need them: a text by name, and whether a part is there. */
export interface OfdParts {
  text(name: string): string;
  has(name: string): boolean;
}

export interface OfdResources {
  /** files that resources, annotations, attachments, signatures and templates name and that are not there */
  readonly missing: readonly string[];
  readonly problems: readonly Problem[];
  readonly fontsMissing: readonly string[];
}

const MOST = 20;

/**
 * What a document of an OFD leans on (GB/T 33190-2016, clauses 7.9, 8, 11, 16 to 20): the files of its resources are there, every resource that its pages draw with is defined,
 * identifiers are given once, fonts are embedded. @param document path of Document.xml @param pages paths of its page contents
 */
export function ofdResources(document: string, pages: readonly string[], parts: OfdParts): OfdResources {
  const text = parts.text(document);
  const missing: string[] = [];
  const [defined, twice, fontsMissing] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const wanted = (from: string, location: string): string => {
    const there = resolved(from, location);
    if (!parts.has(there)) missing.push(there);
    return there;
  };
  const define = (id: string): void => {
    if (defined.has(id)) twice.add(id);
    defined.add(id);
  };
  const templates = [...text.matchAll(/<(?:\w+:)?TemplatePage\b([^>]*)>/g)].map(([, attributes]) => {
    define(attribute(attributes!, 'ID') ?? '');
    return wanted(document, attribute(attributes!, 'BaseLoc') ?? '');
  });
  const lists = [...elements(text, 'PublicRes'), ...elements(text, 'DocumentRes')].map((one) =>
    resolved(document, one),
  );
  const ofPages = [...pages, ...templates].flatMap((page) =>
    elements(parts.text(page), 'PageRes').map((one) => wanted(page, one)),
  );
  for (const list of [...lists, ...ofPages]) {
    const resources = parts.text(list);
    const base = attribute(/<(?:\w+:)?Res\b([^>]*)>/.exec(resources)?.[1] ?? '', 'BaseLoc') ?? '';
    const folder = base === '' ? list : `${resolved(list, base)}/x`;
    for (const [, attributes] of resources.matchAll(
      /<(?:\w+:)?(?:ColorSpace|DrawParam|Font|MultiMedia|CompositeGraphicUnit)\b([^>]*)>/g,
    ))
      define(attribute(attributes!, 'ID') ?? '');
    for (const file of [...elements(resources, 'FontFile'), ...elements(resources, 'MediaFile')]) wanted(folder, file);
    for (const [font, attributes] of resources.matchAll(/<(?:\w+:)?Font\b([^>]*?)(?:\/>|>[\s\S]*?<\/(?:\w+:)?Font>)/g))
      if (!/<(?:\w+:)?FontFile\b/.test(font)) fontsMissing.add((attribute(attributes!, 'FontName') ?? '').slice(0, 60));
  }
  for (const part of ['Annotations', 'Attachments']) for (const one of elements(text, part)) wanted(document, one);
  const undefinedOnes = new Set<string>();
  for (const page of [...pages, ...templates]) {
    for (const [, id] of parts.text(page).matchAll(/\s(?:ResourceID|Font|DrawParam|TemplateID)\s*=\s*["'](\d+)["']/g))
      if (!defined.has(id!)) undefinedOnes.add(id!);
  }
  const told = (code: string, ids: ReadonlySet<string>): Problem[] =>
    ids.size === 0 ? [] : [problem(code, `ID ${[...ids].slice(0, MOST).join(', ')}`)];
  return {
    missing,
    problems: [
      ...told('OFD_REFERENCE', undefinedOnes),
      ...told('OFD_ID_TWICE', twice),
      ...(fontsMissing.size > 0
        ? [problem('FONT_NOT_EMBEDDED', [...fontsMissing].slice(0, MOST).join(', ').slice(0, 200))]
        : []),
    ],
    fontsMissing: [...fontsMissing].slice(0, MOST),
  };
}

/** What a document that calls itself OFD-A must not have (GB/T 42133-2022), as far as it can be seen in its texts. */
export function againstOfdA(entry: string, document: string, all: string): Problem[] {
  const rules: readonly (readonly [boolean, string])[] = [
    [(entry.match(/<(?:\w+:)?DocBody\b/g)?.length ?? 0) > 1, '6.2.1 c: more than one document'],
    [/<(?:\w+:)?Permissions\b/.test(document), '6.2.2 a: permissions'],
    [/<(?:\w+:)?VPreferences\b/.test(document), '6.2.2 b: viewer preferences'],
    [/<(?:\w+:)?Extensions\b/.test(document), '6.2.2 e: extensions'],
    [/<(?:\w+:)?(?:URI|GotoA|Sound|Movie)\b/.test(all), '6.2.2 c: an action that leads elsewhere'],
    [/<(?:\w+:)?MultiMedia\b[^>]*Type\s*=\s*["'](?:Audio|Video)["']/.test(all), '6.2.6 f: sound or film'],
  ];
  return rules.filter(([broken]) => broken).map(([, rule]) => problem('OFD_A_RULE', rule));
}

export const elements = (text: string, element: string): string[] =>
  [...text.matchAll(new RegExp(`<(?:\\w+:)?${element}(?:\\s[^>]*)?>\\s*([^<]*?)\\s*</`, 'g'))].map(
    ([, value]) => value!,
  );

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1];

/** A location is relative to the folder of the part it stands in, or absolute in the package when it begins with a slash. */
export function resolved(from: string, location: string): string {
  const folder = location.startsWith('/') ? [] : from.split('/').slice(0, -1);
  const path: string[] = [...folder];
  for (const step of location.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}
