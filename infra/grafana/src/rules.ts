import { ALARMS, type Alarm } from './alarms.ts';

/** Page on which people read what to do. */
const RUNBOOK = 'docs/operations/alarms.md';

/** A text of YAML that means itself, whatever stands in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const ruleOf = ({ name, expr, for: time, severity, zh, en }: Alarm): string =>
  [
    `      - alert: ${name}`,
    `        expr: ${quoted(expr)}`,
    `        for: ${time}`,
    `        labels:`,
    `          severity: ${severity}`,
    `        annotations:`,
    `          summary: ${quoted(`${zh} / ${en}`)}`,
    `          runbook: ${quoted(`${RUNBOOK}#${name.toLowerCase()}`)}`,
  ].join('\n');

/** Rules as Prometheus reads them. */
export function rulesFile(): string {
  const groups = [...Map.groupBy(ALARMS, ({ group }) => group)].map(
    ([group, alarms]) => `  - name: guidang-${group}\n    rules:\n${alarms.map(ruleOf).join('\n')}`,
  );
  return `# Made by infra/grafana/src/write.ts from src/alarms.ts.\ngroups:\n${groups.join('\n')}\n`;
}

const SEVERITY = { critical: '紧急 critical', warning: '注意 warning' } as const;

const partOf = (alarm: Alarm): string => {
  const { name, severity, zh, en, expr, for: time, stepsZh, stepsEn } = alarm;
  const plain = (text: string): string => text.replaceAll(/\{\{ \$(?:labels\.)?(\w+)[^}]*\}\}/g, '〈$1〉');
  return [
    `## ${name}`,
    '',
    `${SEVERITY[severity]} · ${plain(zh)} / ${plain(en)}`,
    '',
    ...stepsZh.map((step, at) => `${at + 1}. ${step}\n   ${stepsEn[at]}`),
    '',
    `\`${expr}\`${time === '0m' ? '' : `, ${time}`}`,
  ].join('\n');
};

/** The same for people: each alarm with what to do. */
export const alarmsPage = (): string =>
  `# 告警与处置 / Alarms, and what to do

Made by \`node infra/grafana/src/write.ts\` from \`infra/grafana/src/alarms.ts\`, as are the rules in \`infra/grafana/rules/\`.
In all of it: starting a service again loses nothing and does nothing twice. 任何服务重启均不丢失、不重复。

${ALARMS.map(partOf).join('\n\n')}
`;
