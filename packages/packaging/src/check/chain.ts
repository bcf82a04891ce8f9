import { type CaseLink, type CaseSealed, LINKS, type SealManifest, type StepName } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { PLACES, SEAL_PLACES } from '../guidang-1/names.ts';
import { sealFiles } from '../guidang-1/seal-files.ts';
import { stretch } from '../zip/source.ts';
import type { Contents } from './contents.ts';
import { linesOf } from './lines.ts';
import type { Report } from './report.ts';

interface Seen {
  readonly step: StepName;
  readonly seq: number;
  readonly type: string;
  readonly sha256: string;
}

/**
 * The chain so far: every line is a link of this case, links of a step name one another by hash without a gap, inputs that are links are in the chain, and it
 * ends in the sealing of this manifest. @returns the sealing link, where the chain ends in one
 */
export async function checkChain(
  contents: Contents,
  manifest: SealManifest,
  report: Report,
): Promise<{ link: CaseSealed; sha256: string } | undefined> {
  const file = contents.files.get(PLACES.chain);
  if (file === undefined) return undefined;
  const heads = new Map<StepName, { next: number; hash: string }>();
  const seen: Seen[] = [];
  const inputs: { of: string; sha256: string }[] = [];
  let last: { link: CaseLink; sha256: string } | undefined;
  try {
    for await (const line of linesOf(stretch(contents.source, file.member.from, file.size))) {
      const sha256 = sha256Hex(line);
      const link = parsed(line);
      if (link === undefined || link.case !== manifest.case) {
        report.fault(
          'CHAIN_LINKS',
          `第 ${seen.length + 1} 行不是本办件的链节 / line ${seen.length + 1} is no link of this case`,
        );
        return undefined;
      }
      const head = heads.get(link.step) ?? { next: 0, hash: null };
      const name = `${link.step} ${link.seq}`;
      if (link.seq !== head.next) report.fault('CHAIN_LINKS', `${name}: 序号不连续 / expected ${head.next}`);
      if (link.previous !== head.hash)
        report.fault('CHAIN_LINKS', `${name}: 前一链节摘要不符 / previous is not the link before`);
      heads.set(link.step, { next: link.seq + 1, hash: sha256 });
      if (link.input.topic.startsWith('archive.')) inputs.push({ of: name, sha256: link.input.sha256 });
      seen.push({ step: link.step, seq: link.seq, type: link.type, sha256 });
      last = { link, sha256 };
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report.fault('CHAIN_LINKS', error.message);
    return undefined;
  }
  report.looked('CHAIN_LINKS', `${seen.length} 个链节 / links`);
  const hashes = new Set(seen.map(({ sha256 }) => sha256));
  report.looked('CHAIN_WOVEN', `${inputs.length} 处 / inputs`);
  for (const { of, sha256 } of inputs)
    if (!hashes.has(sha256))
      report.fault('CHAIN_WOVEN', `${of}: 所答链节不在链中 / answers a link that is not in the chain`);
  checkListed(seen, manifest, report);
  return checkEnd(last, contents, manifest, report);
}

function parsed(line: Buffer): CaseLink | undefined {
  try {
    const json = JSON.parse(line.toString('utf8')) as { step?: unknown };
    const contract = typeof json?.step === 'string' && json.step in LINKS ? LINKS[json.step as StepName] : undefined;
    return contract?.safeParse(json).data as CaseLink | undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The manifest names every link before the sealing one, in their order. */
function checkListed(seen: readonly Seen[], { links }: SealManifest, report: Report): void {
  report.looked('CHAIN_MANIFEST', `${links.length} 个链节 / links`);
  if (seen.length !== links.length + 1)
    report.fault(
      'CHAIN_MANIFEST',
      `清单列 ${links.length} 个, 链中 ${seen.length - 1} 个 / the manifest lists another number of links`,
    );
  links.forEach(({ step, seq, type, sha256 }, i) => {
    const found = seen[i];
    if (found?.sha256 !== sha256 || found.step !== step || found.seq !== seq || found.type !== type)
      report.fault('CHAIN_MANIFEST', `${step} ${seq}: 与清单不符 / not the link the manifest lists`);
  });
}

function checkEnd(
  last: { link: CaseLink; sha256: string } | undefined,
  contents: Contents,
  manifest: SealManifest,
  report: Report,
): { link: CaseSealed; sha256: string } | undefined {
  if (last?.link.type !== 'CaseSealed') {
    report.fault('CHAIN_SEALED', '链未以固化链节结束 / the chain does not end in CaseSealed');
    return undefined;
  }
  const { link, sha256 } = last;
  report.looked('CHAIN_SEALED', sha256);
  const { facts, body } = link;
  const name = `sha256:${contents.files.get(PLACES.manifest)?.sha256}`;
  const differ = (what: string): void =>
    report.fault('CHAIN_SEALED', `${what}: 与固化链节不符 / not what the sealing link says`);
  if (body.manifest !== name || facts.manifest.content !== name) differ('manifest.json');
  for (const [path, bytes] of sealFiles(link))
    if (contents.held.get(path)?.equals(bytes) !== true) differ(path.slice(path.lastIndexOf('/') + 1));
  for (const path of Object.values(SEAL_PLACES).flatMap((places) => Object.values<string>(places)))
    if (contents.files.has(path) && !sealFiles(link).has(path)) differ(path.slice(path.lastIndexOf('/') + 1));
  if (body.document !== manifest.document) differ('办理过程.pdf');
  if (body.chain !== manifest.chain.content) differ('chain.jsonl');
  return { link, sha256 };
}
