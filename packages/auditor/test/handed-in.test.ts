import type { StoreLink } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { audit } from '../src/audit.ts';
import { RULES } from '../src/rules.ts';
import { MemoryDump } from '../src/tamper/memory-dump.ts';
import { BEGINS, type History, makeHistory } from './history/history.ts';
import { makeSigners } from './history/trust.ts';

const signers = makeSigners(new Date(BEGINS));
const history = makeHistory({
  ...{ seed: 3, cases: 3, partitions: 2, signers, trouble: 0.2, unloggedTail: false, unfinished: false },
  ...{ courses: ['stored'], handedIn: true },
});
const report = (of: History) =>
  audit(new MemoryDump(of.log.entries, of.files).source(), {
    ...{ anchors: JSON.stringify(signers.anchors), rules: RULES },
    of: { cluster: '', takenAt: null },
  });

describe('packages from elsewhere', () => {
  it('have chains of their own, that are decided again and found whole', async () => {
    const links = [...history.linksOf.get('store')!.entries()]
      .filter(([name]) => name.startsWith('RECEIVED-'))
      .map(([, own]) => own.map((bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')) as StoreLink));
    const kept = [
      ...['EvidenceRenewed', 'PackageInspected', 'EvidenceRenewed', 'EvidenceRenewed'],
      ...['PackageInspected', 'PackageInspected'],
    ];
    expect(links.map((own) => own.map(({ type }) => type)).toSorted()).toEqual([
      ['PackageReceived', ...kept],
      ['PackageTurnedAway'],
      ['PackageTurnedAway', 'PackageReceived', ...kept],
    ]);
    const looks = links.flatMap((own) =>
      own.flatMap((link) => (link.type === 'PackageInspected' ? [link.body.outcome] : [])),
    );
    expect(looks).toEqual(['sound', 'attention', 'damaged', 'sound', 'attention', 'damaged']);
    const used = [...history.linksOf.get('use')!.entries()]
      .filter(([name]) => name.startsWith('RECEIVED-'))
      .map(([, own]) => own.map((bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')).type));
    expect(used).toEqual([1, 2].map(() => ['ReceivedIndexed', 'CopyMade', 'UseRefused']));
    const whole = await report(history);
    expect(whole.faults).toEqual([]);
    expect(whole.looked.links).toBe(history.links);
  });
});
