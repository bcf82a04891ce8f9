import { type Park, park, partitionOf, type RawRecord } from '@guidang/contracts';

/**
 * Whether a record lies in another partition than its case belongs to: its publisher partitions otherwise than by murmur2 of the key. What is done about it is to put it aside, since
 * every step answers partition *n* in partition *n*: a chain that began there would be looked for in vain by whoever goes by the key, and two members might work on one case.
 * @param partitions of every topic keyed by case
 */
export function misplaced(caseNumber: string, { partition }: RawRecord, partitions: number): Park | undefined {
  if (partitionOf(caseNumber, partitions) === partition) return undefined;
  return park(
    'WRONG_PARTITION',
    '',
    '记录所在分区与其键不符，须按键的 murmur2 分区（Java 客户端默认） / not the partition of its key: partition by murmur2 of the key, the default of Java clients',
  );
}
