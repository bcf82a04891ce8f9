import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/** Where the verdict goes, from the root; tools/test.sh prints it at the very end, the line of numbers last. */
const FILE = '.local/log/test.verdict';

/** The end of a whole run: each thing that failed with the first line of why, then `N passed, N failed`. */
export default class Verdict implements Reporter {
  onInit(): void {
    mkdirSync(dirname(FILE), { recursive: true });
    // A run that dies must not leave the verdict of the one before it.
    rmSync(FILE, { force: true });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    // Three things fail: a test, a file that could not be loaded or set up, and an error that no test was waiting for.
    const failed = tests.filter((test) => test.result().state === 'failed');
    const broken = modules.filter((module) => module.state() === 'failed' && !hasFailedTest(module));
    const causes = [
      ...failed.map((test) => line(`${test.module.relativeModuleId} > ${test.fullName}`, test.result().errors?.[0])),
      ...broken.map((module) => line(module.relativeModuleId, module.errors()[0])),
      ...unhandled.map((error) => line('(no test waited for this)', error)),
    ];
    writeFileSync(FILE, [...causes, `${passed} passed, ${causes.length} failed`, ''].join('\n'));
  }
}

const line = (where: string, error: unknown): string => {
  const why = error !== null && typeof error === 'object' && 'message' in error ? String(error.message) : String(error);
  return `FAILED ${where}: ${why.split('\n', 1)[0]?.slice(0, 300)}`;
};

const hasFailedTest = (module: TestModule): boolean =>
  [...module.children.allTests()].some((test) => test.result().state === 'failed');
