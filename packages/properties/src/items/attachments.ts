import type { CaseFacts } from '../facts.ts';
import { item } from '../item.ts';
import { NONE } from '../parameters.ts';

/** Results whose document should be there, and scans whose countersignature should be. */
const counts = ({ dossier: { materials, results } }: CaseFacts) => ({
  documents: materials.filter(({ group }) => group === 'result').length,
  results: results.length,
  scans: materials.filter(({ collected, confirmed }) => collected === 'scan' && confirmed === true).length,
  signatures: materials.filter(({ countersignature }) => countersignature !== null).length,
});

export const attachments = item(
  {
    code: 'GD-2-8',
    zh: '附件数据完整性检测',
    en: 'attachments are complete',
    property: 'integrity',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'a document for each result, and a countersignature for scans confirmed at the window (one may stand for all). Attachments named inside documents are not looked for yet.',
    basis: 'DA/T 70-2018 (code and name recalled, clause not known)',
    sure: 'r',
    built: 'part',
    parameters: NONE,
    codes: {
      ATTACHMENTS_THERE: ['PASS', 'what results and scans call for is there'],
      RESULT_WITHOUT_DOCUMENT: ['FAIL', 'more results than documents of results'],
      COUNTERSIGNATURE_MISSING: ['WARN', 'scans were confirmed and no countersignature is there'],
      NO_ATTACHMENTS: ['NOT_APPLICABLE', 'neither results nor confirmed scans'],
    },
  },
  ['case'],
  (say) => ({
    case: (facts) => {
      const { documents, results, scans, signatures } = counts(facts);
      const faults = [
        ...(results > documents ? [say('RESULT_WITHOUT_DOCUMENT', 'case', { results, documents })] : []),
        ...(scans > 0 && signatures === 0 ? [say('COUNTERSIGNATURE_MISSING', 'case', { scans, signatures })] : []),
      ];
      if (faults.length > 0) return faults;
      return [
        say(results + scans > 0 ? 'ATTACHMENTS_THERE' : 'NO_ATTACHMENTS', 'case', {
          results,
          documents,
          scans,
          signatures,
        }),
      ];
    },
  }),
);
