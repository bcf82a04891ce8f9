import { afterEach, describe, expect, it } from 'vitest';
import { LineProgram } from '../line-program.ts';

const ECHO = `
const { createInterface } = require('node:readline');
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'die') { console.error('out of memory'); process.exit(3); }
  console.log(line === 'babble' ? 'no JSON' : JSON.stringify(line.split('\\t')));
});`;
const started: LineProgram[] = [];
const echo = (): LineProgram => {
  const program = new LineProgram(process.execPath, ['-e', ECHO]);
  started.push(program);
  return program;
};
afterEach(() => {
  for (const program of started.splice(0)) program.end();
});

describe('a program that answers line by line', () => {
  it('answers each question, in order, however many are asked at once', async () => {
    const program = echo();
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => program.ask(name, '文件')));
    expect(answers).toEqual([
      ['a', '文件'],
      ['b', '文件'],
      ['c', '文件'],
    ]);
  });

  it('that dies is an error with what it said, for this question and all later ones', async () => {
    const program = echo();
    await expect(program.ask('die')).rejects.toThrow('out of memory');
    await expect(program.ask('a')).rejects.toThrow('3');
  });

  it('that does not answer in JSON is an error', async () => {
    await expect(echo().ask('babble')).rejects.toThrow(SyntaxError);
  });

  it('that is not there is an error', async () => {
    const program = new LineProgram('/nowhere/judge', []);
    await expect(program.ask('a')).rejects.toThrow('ENOENT');
  });

  it('is not asked what would be two questions', async () => {
    await expect(echo().ask('a\nb')).rejects.toThrow(RangeError);
  });
});
