import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/** Where the verdict goes, from the root; tools/test.sh prints it as the last line of all. */
const FILE = '.local/log/test.verdict';

/** The one line of a whole run: `N passed, N failed`. */
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
    const failed = tests.filter((test) => test.result().state === 'failed').length;
    const broken = modules.filter((module) => module.state() === 'failed' && !hasFailedTest(module)).length;
    writeFileSync(FILE, `${passed} passed, ${failed + broken + unhandled.length} failed\n`);
  }
}

const hasFailedTest = (module: TestModule): boolean =>
  [...module.children.allTests()].some((test) => test.result().state === 'failed');
