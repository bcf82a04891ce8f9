import { describe, expect, it } from 'vitest';
import { bytesOf, FORMATS, identify, windowOf } from '../src/index.ts';
import { specimens } from './specimens.ts';

const all = await specimens();

describe('a file is told by its bytes', () => {
  it.each(all.map((one) => [one.name, one] as const))('%s', (name, { bytes, puid, family }) => {
    expect(identify(bytes, name)).toMatchObject({ puid, family });
  });

  it.each(
    all.filter(({ family }) => !['unknown', 'csv', 'script'].includes(family)).map((one) => [one.name, one] as const),
  )('%s without its name, and under a false one', (name, { bytes, puid }) => {
    expect(identify(bytes)).toMatchObject({ puid, extensionAgrees: null });
    expect(identify(bytes, `${name}.dat`)).toMatchObject({ puid, extensionAgrees: false });
  });

  it.each(all.filter(({ bytes }) => bytes.length > 0).map((one) => [one.name, one] as const))(
    '%s with more in the middle than is at hand',
    (name, { bytes, puid }) => {
      const [head, tail] = [
        bytes.subarray(0, Math.ceil(bytes.length / 2)),
        bytes.subarray(Math.ceil(bytes.length / 2)),
      ];
      expect(identify(windowOf(head, tail, bytes.length), name)).toMatchObject({ puid });
    },
  );
});

describe('the name of a file', () => {
  it.each([
    ['a.pdf', '%PDF-1.7', true],
    ['a.PDF', '%PDF-1.7', true],
    ['申请表.v2.pdf', '%PDF-1.7', true],
    ['a.jpg', '%PDF-1.7', false],
    ['a', '%PDF-1.7', null],
    ['.pdf', '%PDF-1.7', null],
    ['a.', '%PDF-1.7', null],
    ['dir.pdf/a', '%PDF-1.7', null],
    ['a.pdf', 'MZ', false],
    ['a.txt', '<?php evil(); ?>', false],
    ['a.pdf', '#!/bin/sh', false],
  ])('%s over %s agrees: %s', (name, content, agrees) => {
    expect(identify(Buffer.from(content), name).extensionAgrees).toBe(agrees);
  });
});

describe('text', () => {
  const gb = Buffer.from('b6abdda8cad0', 'hex');
  it.each<[string, Buffer, string | undefined]>([
    ['UTF-8', Buffer.from('东莞市'), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from('\ufeff东莞市'), 'utf-8'],
    ['characters beyond the basic plane (生僻字)', Buffer.from('𠮷𡘙'), 'utf-8'],
    ['GB 18030', gb, 'gb18030'],
    ['UTF-16 with a mark', Buffer.from('\ufeff东莞市', 'utf16le'), 'utf-16le'],
    ['a byte that no text has', Buffer.from('abc\0def'), undefined],
    ['bytes that are no characters', Buffer.from([0x41, 0xff, 0xff, 0xff]), undefined],
  ])('%s', (_, bytes, encoding) => {
    expect(identify(bytes).encoding).toBe(encoding);
  });

  it('may be cut in the middle of a character', () => {
    const long = Buffer.from('东'.repeat(40_000));
    expect(identify(long).encoding).toBe('utf-8');
    const wide = Buffer.concat(Array.from({ length: 60_000 }, () => gb));
    expect(identify(wide.subarray(0, 131_073), 'a.txt').encoding).toBe('gb18030');
  });
});

it('knows every PUID once', () => {
  const puids = FORMATS.map(({ puid }) => puid);
  expect(new Set(puids).size).toBe(puids.length);
});

it('never reads beyond what is there', () => {
  const bytes = bytesOf(Buffer.from('abc'));
  expect(bytes.at(2, 10).toString()).toBe('c');
  expect(bytes.at(10, 10)).toHaveLength(0);
  const window = windowOf(Buffer.from('abc'), Buffer.from('xyz'), 100);
  expect(window.at(50, 10)).toHaveLength(0);
  expect(window.at(97, 10).toString()).toBe('xyz');
});
