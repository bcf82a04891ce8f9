import {
  type CaseAccepted,
  type CaseOpened,
  type DossierHead,
  type Emit,
  emit,
  type FilesFacts,
  type Scheme,
} from '@guidang/contracts';
import { filesOf } from './announced.ts';
import { takenIn } from './facts.ts';
import { missingOf } from './scope.ts';

/** Who, what, where and when: what the event said, without the form. */
function headOf({ case: caseNumber, source, data }: CaseAccepted): DossierHead {
  const { matter, scheme, department, region, applicant, channel, kind, receivedAt, acceptedAt } = data;
  return {
    case: caseNumber,
    source,
    matter: { code: matter.code, name: matter.name },
    scheme: { id: scheme.id, version: scheme.version },
    department: { uscc: department.uscc, name: department.name, fonds: department.fonds },
    region,
    applicant: { kind: applicant.kind, reference: applicant.reference },
    channel,
    kind,
    receivedAt,
    acceptedAt,
    promisedAt: data.promisedAt ?? null,
    submission: data.submission ?? null,
  };
}

/** 收件即启动归档: the dossier opens whether or not the form could be taken in. */
export function accept(event: CaseAccepted, scheme: Scheme, facts: FilesFacts): Emit<CaseOpened['body']> {
  const { files, refused } = takenIn(filesOf(event), facts);
  const form = files[0] ?? null;
  return emit('CaseOpened', 1, {
    head: headOf(event),
    form,
    refused: [...refused],
    missing: missingOf(scheme, { form, materials: [] }),
  });
}
