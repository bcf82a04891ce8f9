import { STEPS, type StepName, Time } from '@guidang/contracts';
import { openReader, replay } from '@guidang/stream';
import { RULES } from '../rules.ts';
import { brokersOf } from './dump.ts';
import { ProgressBar } from './progress.ts';
import { refuse } from './refusal.ts';

export interface ReplayArguments {
  readonly step?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly brokers?: string | undefined;
}

const isStep = (name: string | undefined): name is StepName => STEPS.includes(name as StepName);

export async function replayCommand({ step, from, until, brokers }: ReplayArguments): Promise<number> {
  if (!isStep(step)) return refuse(`请给出环节: ${STEPS.join(', ')}`, `say which step: ${STEPS.join(', ')}`);
  for (const time of [from, until])
    if (time !== undefined && !Time.safeParse(time).success)
      refuse(`时间须为 UTC 的 RFC 3339 格式: ${time}`, `a time is RFC 3339 in UTC, e.g. 2026-03-01T08:00:00Z: ${time}`);
  const reader = await openReader({ brokers: brokersOf(brokers), clientId: 'guidang-replay' });
  const bar = new ProgressBar();
  try {
    const { links, findings } = await replay(RULES[step], reader, {
      from,
      until,
      progress: (done) => bar.show('重演 / replaying', done, done + 1),
    });
    bar.end();
    process.stdout.write(
      `${step}: ${links} 条链节重新判定，${findings.length} 处不同 / links decided again, differences\n`,
    );
    for (const { topic, partition, offset, case: name, code, field, expected, found } of findings.slice(0, 100))
      process.stdout.write(`${code} ${topic}-${partition}@${offset} ${name} ${field}: ${expected} ≠ ${found}\n`);
    return findings.length === 0 ? 0 : 1;
  } finally {
    bar.end();
    await reader.close();
  }
}
