import {
  ApplicationForm,
  commitmentTo,
  type Dossier,
  type FileInspection,
  type FileScan,
  type Finding,
  type InspectedFile,
} from '@guidang/contracts';
import { sha256Hex, sm3Hex } from '@guidang/evidence';
import type { FileFacts, Inspector } from '@guidang/formats';
import {
  contentsOf,
  digestOfContents,
  FORM,
  formFacts,
  judgeCase,
  judgeMaterial,
  type MaterialFacts,
  materialFacts,
  rulesOf,
} from '@guidang/properties';
import type { CasePlan } from '../src/cases/index.ts';
import { takenIn } from './dossier.ts';

const SCANNER = { engine: 'ClamAV', signaturesAt: null };
export type Scan = (bytes: Buffer) => Promise<FileScan>;

/** Everything the check would say of a plan, closing by closing: files opened, findings judged by the property engine. */
export async function judged(plan: CasePlan, at: Date, inspector: Inspector, scan: Scan | null): Promise<Finding[][]> {
  const { rounds } = await takenIn(plan);
  const looked = new Map(
    await Promise.all(
      plan.files.map(async (file) => [file.content as string, await inspected(file, inspector, scan)] as const),
    ),
  );
  return rounds.map((dossier) => findingsOf(plan, dossier, looked, at.toISOString()));
}

function findingsOf(
  { scheme, form }: CasePlan,
  dossier: Dossier,
  looked: ReadonlyMap<string, InspectedFile>,
  at: string,
): Finding[] {
  const valid = ApplicationForm.safeParse(form).success;
  const commitmentMatches = commitmentTo(form.salt, form.applicant.identity) === dossier.head.applicant.reference;
  const opened = { valid, commitmentMatches, age: null, asked: [], problems: [] };
  const rules = rulesOf(scheme);
  const { content } = dossier.form!;
  return [
    ...judgeMaterial(rules, formFacts(dossier.form!, looked.get(content)!, opened, at)),
    ...dossier.materials.flatMap((material) =>
      judgeMaterial(
        rules,
        materialFacts(
          material,
          scheme,
          contentsOf(material).map((name) => looked.get(name)!),
          at,
        ),
      ),
    ),
    ...judgeCase(rules, {
      asked: [],
      at,
      dossier,
      scheme,
      checked: new Map([
        [FORM, digestOfContents([content])],
        ...dossier.materials.map((one) => [one.material, digestOfContents(contentsOf(one))] as const),
      ]),
      captured: null,
      signed: { carrying: 0, unknown: 0 },
      scanner: SCANNER,
    }),
  ];
}

async function inspected(
  file: CasePlan['files'][number],
  inspector: Inspector,
  scan: Scan | null,
): Promise<InspectedFile> {
  const bytes = await file.bytes();
  const facts = await inspector.inspect({ bytes, name: file.name });
  return {
    content: file.content,
    bytes: { sha256: sha256Hex(bytes), sm3: sm3Hex(bytes), size: bytes.length },
    inspection: inspectionOf(facts),
    scan: scan && (await scan(bytes)),
  };
}

const instant = (at: number): string => new Date(at).toISOString();

/** As check keeps it of what the inspector found. */
export const inspectionOf = (facts: FileFacts): FileInspection => ({
  inspector: facts.inspector,
  puid: facts.puid,
  format: facts.family,
  extensionAgrees: facts.extensionAgrees,
  readable: facts.readable,
  problems: [...new Set(facts.problems.map(({ code }) => code))],
  pages: facts.pages ?? null,
  encrypted: facts.encrypted ?? false,
  quality: null,
  signatures:
    facts.signatures?.map(({ certificate, claimed, stamped, ...said }) => ({
      ...said,
      certificate: certificate && {
        ...{ sha256: certificate.sha256, from: instant(certificate.from), until: instant(certificate.until) },
      },
      claimed: claimed === null ? null : instant(claimed),
      stamped: stamped === null ? null : instant(stamped),
    })) ?? null,
  ...(facts.revocationLists !== undefined && { revocationLists: facts.revocationLists }),
});

/** A file as check finds it, alone in its material, of a format that is taken; the scanner has nothing against it. */
export async function aloneInMaterial(
  bytes: Buffer,
  name: string | undefined,
  inspector: Inspector,
): Promise<MaterialFacts> {
  const facts = await inspector.inspect({ bytes, name });
  const [sha256, sm3, at] = [sha256Hex(bytes), sm3Hex(bytes), new Date().toISOString()];
  const { puid, family: format, pages = null } = facts;
  const content: InspectedFile['content'] = `sha256:${sha256}`;
  const captured = { name: name ?? 'file', content, sm3, size: bytes.length, puid, format, pages };
  const looked: InspectedFile = {
    ...{ content, bytes: { sha256, sm3, size: bytes.length }, inspection: inspectionOf(facts) },
    scan: { verdict: 'clean', signature: null, engine: 'ClamAV', signaturesAt: at },
  };
  const accepted = { formats: [format], by: 'scheme' as const };
  const file = { object: 'file:m1/1', role: 'file' as const, captured, looked, accepted };
  return { at, material: 'm1', described: null, form: null, files: [file] };
}
