import { layoutDocument, type Typefaces } from '@guidang/paper';
import { contentsOf, type RecordOf, TITLE } from './contents.ts';

/** Changes whenever the same case would give another picture or other bytes. */
const EDITION = 'guidang process record 1';

/** 办理过程 as a layout document. The same case gives the same bytes on every machine and at any time: its date is that of the check. */
export const processRecord = (of: RecordOf, faces: Typefaces): Buffer =>
  layoutDocument(
    contentsOf(of),
    {
      title: `${TITLE} ${of.link.case}`,
      running: `${TITLE}  ${of.link.case}`,
      edition: EDITION,
      at: of.link.time,
    },
    faces,
  );
