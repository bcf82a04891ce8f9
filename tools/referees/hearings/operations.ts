import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { before, type Hearing } from '../hearing.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const RULES = 'infra/grafana/rules/guidang.yml';
const TESTS = 'infra/grafana/rules/guidang.test.yml';
const BOARDS = 'infra/grafana/boards';

interface BoardFile {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

/** What a board's variables stand for, so that a question can be read without Grafana. */
const asked = (expr: string): string => expr.replaceAll('$__rate_interval', '5m').replaceAll(/\$\w+/g, '.+');

/** What operators watch by: rules, what they say of made-up series, and every question of every board. */
export const operations: Hearing = async function* ({ bench }) {
  yield await before({ kind: 'rules', artefact: RULES }, [bench.promtool], { rules: join(ROOT, RULES) });
  yield await before({ kind: 'rules', artefact: TESTS }, [bench.promtool], { tests: join(ROOT, TESTS) });
  for (const file of readdirSync(join(ROOT, BOARDS)).sort()) {
    const { panels } = JSON.parse(readFileSync(join(ROOT, BOARDS, file), 'utf8')) as BoardFile;
    const questions = panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr: asked(expr) })));
    yield await before({ kind: 'board', artefact: `${BOARDS}/${file}` }, [bench.promtool], { questions });
  }
};
