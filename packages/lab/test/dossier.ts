import type { CapturedFile, Dossier, DossierMaterial, PublishedFile, PublishedMaterial } from '@guidang/contracts';
import { sm3Hex } from '@guidang/evidence';
import { identify } from '@guidang/formats';
import type { CasePlan } from '../src/cases/index.ts';

/** What somebody makes of a plan who knows nothing but the contracts: the dossier at each closing, and what could not be taken in. */
export interface Taken {
  rounds: readonly Dossier[];
  refused: readonly string[];
  ended: 'closed' | 'withdrawn' | 'open';
}

export async function takenIn({ events, files, scheme }: CasePlan): Promise<Taken> {
  const bytes = new Map(await Promise.all(files.map(async (file) => [file.content, await file.bytes()] as const)));
  const captured = capturing(bytes);
  const listed = new Set(scheme.items.map(({ code }) => code));
  const refused: string[] = [];
  const rounds: Dossier[] = [];
  let ended: Taken['ended'] = 'open';
  let dossier: Omit<Dossier, 'head' | 'closing'> & Partial<Pick<Dossier, 'head'>> = {
    form: null,
    materials: [],
    superseded: [],
    steps: [],
    results: [],
  };
  const take = (one: PublishedMaterial, replaces?: string): void => {
    if (!one.files.every(asAnnounced)) return void refused.push(one.material);
    const { materials, superseded } = dossier;
    dossier = {
      ...dossier,
      materials: [...materials.filter(({ material }) => material !== replaces), described(one, listed, captured)],
      superseded: [...superseded, ...materials.filter(({ material }) => material === replaces)],
    };
  };
  for (const { type, data, ...event } of events) {
    switch (type) {
      case 'case.accepted': {
        const { applicant, promisedAt = null, submission = null, ...rest } = data;
        const { kind, reference, form } = applicant;
        const head = {
          case: event.case,
          source: event.source,
          ...rest,
          applicant: { kind, reference },
          promisedAt,
          submission,
        };
        dossier = { ...dossier, head, form: captured(form) };
        break;
      }
      case 'case.form.replaced':
        throw new Error('the lab tells of no form that is replaced');
      case 'case.material.added':
        take(data);
        break;
      case 'case.material.replaced':
        take(data, data.replaces);
        break;
      case 'case.result.issued':
        take(data.document);
        dossier = { ...dossier, results: [...dossier.results, data.result] };
        break;
      case 'case.step.recorded':
        dossier = { ...dossier, steps: [...dossier.steps, data] };
        break;
      case 'case.closed':
        rounds.push({ ...dossier, head: dossier.head!, closing: data });
        ended = 'closed';
        break;
      case 'case.withdrawn':
        ended = 'withdrawn';
        break;
      case 'case.amended':
        ended = 'open';
    }
  }
  return { rounds, refused, ended };
}

const capturing =
  (bytes: ReadonlyMap<string, Buffer>) =>
  ({ name, content, pages }: PublishedFile): CapturedFile => {
    const found = bytes.get(content!)!;
    const { puid, family } = identify(found, name);
    return {
      name,
      content: content!,
      sm3: sm3Hex(found),
      size: found.length,
      puid,
      format: family,
      pages: pages ?? null,
    };
  };

const described = (
  { material, item, group, name, collected, scan, files }: PublishedMaterial,
  listed: ReadonlySet<string>,
  captured: (file: PublishedFile) => CapturedFile,
): DossierMaterial => ({
  material,
  item: item !== null && listed.has(item) ? item : null,
  group,
  name,
  collected,
  confirmed: scan?.confirmed ?? null,
  files: files.map(captured),
  countersignature: scan?.countersignature ? captured(scan.countersignature) : null,
});

/** Of a plan, content names are right; only digests announced beside them lie. */
const asAnnounced = ({ content, sha256 }: PublishedFile): boolean =>
  sha256 === undefined || content === `sha256:${sha256}`;
