import type { Part } from './zip.ts';

/** An office document says it was written then, whenever it is made. */
const WRITTEN = '2026-01-05T01:00:00Z';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument';

export const xml = (body: string): string => HEAD + body;

/** Text as it stands between tags or in an attribute. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A part of an office document by the kind of its content, and by the kind of relation that leads to it. */
export interface OfficePart {
  /** from the root of the package, e.g. `word/styles.xml` */
  name: string;
  /** after `application/vnd.openxmlformats-officedocument.` */
  type: string;
  /** last word of the relationship type, e.g. `styles` */
  relation: string;
  body: string;
}

const relationships = (to: readonly { relation: string; target: string }[]): string =>
  xml(
    `<Relationships xmlns="${PACKAGE}/relationships">${to
      .map(({ relation, target }, i) => {
        const type = relation === 'core-properties' ? `${PACKAGE}/relationships/metadata` : `${OFFICE}/relationships`;
        return `<Relationship Id="rId${i + 1}" Type="${type}/${relation}" Target="${target}"/>`;
      })
      .join('')}</Relationships>`,
  );

/**
 * A package of ISO/IEC 29500-2: list of content types, relationships, properties, the main part, and what the main part refers to (rId1, rId2 … in their order).
 * `more` are parts nothing refers to.
 */
export function officePackage(
  title: string,
  main: OfficePart,
  others: readonly OfficePart[],
  more: readonly Part[] = [],
): Part[] {
  const folder = main.name.slice(0, main.name.lastIndexOf('/'));
  const override = ({ name, type }: Pick<OfficePart, 'name' | 'type'>): string =>
    `<Override PartName="/${name}" ContentType="${TYPES}.${type}"/>`;
  const extensions = new Set(more.map(({ name }) => name.slice(name.lastIndexOf('.') + 1)));
  return [
    {
      name: '[Content_Types].xml',
      content: xml(
        `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${[...extensions].map((extension) => `<Default Extension="${extension}" ContentType="application/octet-stream"/>`).join('')}${[main, ...others].map(override).join('')}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${override({ name: 'docProps/app.xml', type: 'extended-properties+xml' })}</Types>`,
      ),
    },
    {
      name: '_rels/.rels',
      content: relationships([
        { relation: 'officeDocument', target: main.name },
        { relation: 'core-properties', target: 'docProps/core.xml' },
        { relation: 'extended-properties', target: 'docProps/app.xml' },
      ]),
    },
    {
      name: 'docProps/core.xml',
      content: xml(
        `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:creator>Guidang lab</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${WRITTEN}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${WRITTEN}</dcterms:modified></cp:coreProperties>`,
      ),
    },
    {
      name: 'docProps/app.xml',
      content: xml(
        `<Properties xmlns="${OFFICE}/extended-properties"><Application>Guidang lab</Application></Properties>`,
      ),
    },
    { name: main.name, content: xml(main.body) },
    {
      name: `${folder}/_rels/${main.name.slice(folder.length + 1)}.rels`,
      content: relationships(others.map(({ relation, name }) => ({ relation, target: name.slice(folder.length + 1) }))),
    },
    ...others.map(({ name, body }) => ({ name, content: xml(body) })),
    ...more,
  ];
}
