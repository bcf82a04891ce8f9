import { archiveTopic, parseLink } from '@guidang/contracts';
import type { LogReader } from '@guidang/stream';
import type { GivenNumber, NumbersInChain } from './numbers.ts';

const LOT = 500;

/** The numbers that the links of archive.package carry, read outside any group. */
export function numbersIn(reader: LogReader): NumbersInChain {
  const topic = archiveTopic('package');
  return {
    partitions: () => reader.partitions(topic),
    async *since(partition, offset) {
      const { start, end } = await reader.extent(topic, partition);
      let given: GivenNumber[] = [];
      for await (const entry of reader.scan(topic, partition, Math.max(start, offset), end)) {
        if (entry.kind !== 'record') continue;
        const { case: caseNumber, facts } = parseLink('package', entry.record);
        given.push({ series: facts.series, number: facts.number, case: caseNumber });
        if (given.length < LOT) continue;
        yield { given, next: entry.offset + 1 };
        given = [];
      }
      yield { given, next: Math.max(end, offset) };
    },
  };
}
