import type { Paper } from '../../documents/index.ts';
import type { Disguised } from '../../documents/spoilt.ts';
import type { Basis } from '../basis.ts';
import { type ExpectedFinding, fail, firstFile, STORED } from '../expectation.ts';
import { type DraftMaterial, extraItem, fileName, materialFor } from '../materials.ts';
import { letter } from '../papers.ts';
import { type Act, added, type Story, type Turn } from '../story.ts';
import { exchanged, insertedBefore, requiredPapers } from './choosing.ts';

/** The digest announced for one file is not that of its bytes: capture does not take the material in. */
export const wrongDigest: Turn = (acts, basis) => {
  const right = basis.own.fork('turn').pick(requiredPapers(acts, basis));
  const [first, ...rest] = right.files;
  const wrong: DraftMaterial = { ...right, files: [{ ...first!, misannounced: true }, ...rest] };
  const told = exchanged(acts, right, wrong);
  const refusals = [{ material: right.material, code: 'DIGEST_MISMATCH' }] as const;
  if (basis.variant === 'mended') {
    const act: Act = {
      sits: 'review',
      type: 'case.material.replaced',
      material: { ...right, material: `${right.material}-2` },
      replaces: right.material,
      reason: '文件摘要有误，重新报送。',
    };
    return { acts: insertedBefore(told, 'review', act), expect: { ...STORED, refusals } };
  }
  // The publisher does not know better and counts it as handed over. Its count of files may be right by accident, where countersignatures make up for it.
  const findings = [
    fail('GD-2-9', 'REQUIRED_MISSING'),
    fail('GD-2-1', 'MATERIALS_DIFFER'),
    fail('GD-2-2', 'BYTES_DIFFER'),
  ];
  return { acts: told, expect: { ends: 'refused', findings, refusals } };
};

const refusedFor = (acts: readonly Act[], ...findings: ExpectedFinding[]): Story => ({
  acts,
  expect: { ...STORED, ends: 'refused', findings },
});

/** A further material that holds one paper. */
function further(basis: Basis, paper: Paper): DraftMaterial {
  const item = extraItem(basis);
  const id = `${item.code}-9`;
  return {
    ...materialFor(basis, item, id, 0),
    files: [{ name: fileName(id, item.name, null, paper), paper }],
    collected: 'upload',
    confirmed: false,
  };
}

const withLetter = (acts: readonly Act[], basis: Basis, carries: 'virus' | 'bomb') => {
  const paper = letter(basis, extraItem(basis).name, basis.own.fork('turn'), carries);
  const material = further(basis, paper);
  return { acts: insertedBefore(acts, 'review', { sits: 'receive', ...added(material) }), material };
};

export const virus: Turn = (acts, basis) => {
  if (basis.variant === 'in-docx') {
    const { acts: told, material } = withLetter(acts, basis, 'virus');
    return refusedFor(told, fail('GD-4-2', 'INFECTED', firstFile(material)));
  }
  const form = acts.flatMap((act) => (act.type === 'case.material.added' ? [act.material] : []))[0]!;
  const files = form.files.map((file) =>
    file.paper.as === 'printed' ? { ...file, paper: { ...file.paper, infected: true as const } } : file,
  );
  return refusedFor(exchanged(acts, form, { ...form, files }), fail('GD-4-2', 'INFECTED', firstFile(form)));
};

export const zipBomb: Turn = (acts, basis) => {
  const { acts: told, material } = withLetter(acts, basis, 'bomb');
  return refusedFor(told, fail('GD-3-8', 'COMPRESSION_BOMB', firstFile(material)));
};

/** A required paper whose file is named .pdf and is something else: neither an accepted format nor what its name says. */
export const fakeExtension: Turn = (acts, basis) => {
  const random = basis.own.fork('turn');
  const honest = random.pick(requiredPapers(acts, basis));
  const paper: Paper = { as: 'disguised', what: basis.variant as Disguised, path: random.path };
  const [, ...rest] = honest.files;
  const file = { name: fileName(honest.material, honest.name, rest.length > 0 ? 1 : null, paper), paper };
  const told = exchanged(acts, honest, { ...honest, files: [file, ...rest] });
  return refusedFor(
    told,
    fail('GD-3-3', 'FORMAT_NOT_ACCEPTED', firstFile(honest)),
    fail('GD-1-10', 'EXTENSION_DISAGREES', firstFile(honest)),
  );
};

/** What the scheme does not list: some schemes refuse it, others let it pass with a warning. */
export const unlisted: Turn = (acts, basis) => {
  const paper = letter(basis, '补充说明', basis.own.fork('turn'));
  const material = {
    ...further(basis, paper),
    material: 'X01',
    item: basis.variant === 'no-item' ? null : 'X01',
    name: '补充说明',
    files: [{ name: fileName('X01', '补充说明', null, paper), paper }],
  };
  const told = insertedBefore(acts, 'review', { sits: 'receive', ...added(material) });
  const object = `material:${material.material}`;
  if (basis.scheme.unlisted === 'refuse') return refusedFor(told, fail('GD-2-9', 'UNLISTED_REFUSED', object));
  const warned: ExpectedFinding = { ...fail('GD-2-9', 'UNLISTED', object), outcome: 'WARN' };
  return { acts: told, expect: { ...STORED, findings: [warned] } };
};
