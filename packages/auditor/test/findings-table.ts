import { fileURLToPath } from 'node:url';
import { FINDINGS, type FindingCode, LAYERS, type Layer } from '../src/findings/codes.ts';

export const DOCUMENT = fileURLToPath(new URL('../../../docs/formats/findings.md', import.meta.url));

/** docs/formats/findings.md, made from the table of codes. */
export function findingsDocument(): string {
  const codes = Object.keys(FINDINGS) as FindingCode[];
  const layers = (Object.keys(LAYERS).map(Number) as Layer[]).map((layer) => {
    const rows = codes
      .filter((code) => FINDINGS[code].layer === layer)
      .map((code) => {
        const { zh, en } = FINDINGS[code];
        return `| \`${code}\` | ${zh.title}<br>${en.title} | ${zh.means}<br>${en.means} |`;
      });
    return `## ${layer} ${LAYERS[layer].zh} / ${LAYERS[layer].en}\n\n| code | 名称 / title | 含义 / meaning |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# What an audit may find

Codes are for ever: one is never given another meaning. Each finding says code, layer, topic, partition, offset, case, field, what was expected and what was found
(docs/decisions/0016). Made from \`packages/auditor/src/findings/codes.ts\` by \`node packages/auditor/test/write-findings.ts\`.

${layers.join('\n')}`;
}
