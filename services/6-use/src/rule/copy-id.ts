import type { ContentName, UseRequested } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';

/** 副本编号, 32 hexadecimal digits: the same request for the same bytes has the same one for ever, and anyone can work it out again. */
export const copyIdOf = ({ case: caseNumber, id }: Pick<UseRequested, 'case' | 'id'>, source: ContentName): string =>
  sha256Hex(`use-copy\n${caseNumber}\n${id}\n${source}`).slice(0, 32);
