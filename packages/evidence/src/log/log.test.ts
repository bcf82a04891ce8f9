import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafHash } from '../merkle/hash.ts';
import { merkleTreeHash } from '../merkle/naive.ts';
import { checkpointText, openCheckpoint, parseCheckpointText } from './checkpoint.ts';
import { ed25519FromRaw, NOTE_COSIGNATURE, noteKey, parseVkey, signerOf } from './key.ts';
import { cosign, parseNote, signNote, verifyNote } from './note.ts';
import { addCosignatures, formatAddCheckpoint, parseAddCheckpoint } from './witness-request.ts';

const pair = () => generateKeyPairSync('ed25519').privateKey;
const logPrivate = pair();
const witnessPrivate = pair();
const log = noteKey('guidang.example/log', logPrivate);
const witness = noteKey('witness.example/w1', witnessPrivate, NOTE_COSIGNATURE);
const head = (n: number) => ({
  size: n,
  root: merkleTreeHash(Array.from({ length: n }, (_, i) => Buffer.from(`${i}`))),
});
const signed = signNote(checkpointText(log.name, head(5)), log, signerOf(logPrivate));
const textOf = (note: string) => note.slice(0, note.lastIndexOf('\n\n') + 1);

describe('a vkey', () => {
  const published = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';

  it('opens the example of the specification, which then verifies its note', () => {
    const key = parseVkey(published);
    const note = parseNote(
      'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n',
    );
    if (!key.ok || !note.ok) throw new Error('the published example did not parse');
    expect(key.value.vkey).toBe(published);
    expect(verifyNote(note.value, [key.value])).toMatchObject({ ok: true, value: [{ time: null }] });
  });

  it('comes back from its text', () => {
    for (const key of [log, witness])
      expect(parseVkey(key.vkey)).toMatchObject({ ok: true, value: { name: key.name, id: key.id, type: key.type } });
  });

  it.each([
    ['nothing', ''],
    ['a name alone', 'example.com/foo'],
    ['an ID of another key', published.replace('530d903a', '530d903b')],
    ['a space in the name', published.replace('example', 'exam ple')],
    [
      'an unknown signature type',
      `example.com/foo+530d903a+${Buffer.concat([Buffer.of(9), Buffer.alloc(32)]).toString('base64')}`,
    ],
    ['base64 that is not canonical', `${published}=`],
  ])('is refused: %s', (_, vkey) => {
    expect(parseVkey(vkey)).toMatchObject({ ok: false, code: 'VKEY' });
  });

  it('is not made of a key that is not Ed25519', () => {
    expect(() => noteKey('x', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)).toThrow(RangeError);
  });

  it('over bytes that are no point verifies nothing and does not throw', () => {
    const bad = noteKey(log.name, ed25519FromRaw(Buffer.alloc(32, 0xff)));
    const note = parseNote(
      signed.replace(
        /— (\S+) (\S+)\n$/,
        (_, name, sig) =>
          `— ${name} ${Buffer.concat([Buffer.from(bad.id, 'hex'), Buffer.from(sig, 'base64').subarray(4)]).toString('base64')}\n`,
      ),
    );
    if (!note.ok) throw new Error(note.detail);
    expect(verifyNote(note.value, [bad])).toMatchObject({ code: 'NOTE_SIGNATURE' });
  });
});

describe('a signed note', () => {
  it('verifies under the key that signed it, ignoring keys and signatures it does not know', () => {
    const stranger = pair();
    const twice = signNote(textOf(signed), noteKey('stranger.example', stranger), signerOf(stranger));
    const both = signed + twice.slice(twice.lastIndexOf('\n\n') + 2);
    const note = parseNote(both);
    if (!note.ok) throw new Error(note.detail);
    expect(note.value.signatures).toHaveLength(2);
    expect(verifyNote(note.value, [log, witness])).toMatchObject({ ok: true, value: [{ key: log, time: null }] });
    expect(verifyNote(note.value, [witness])).toMatchObject({ ok: false, code: 'NOTE_UNSIGNED' });
  });

  it('is refused whole where one bit of text or signature of a known key is changed', () => {
    fc.assert(
      fc.property(fc.nat(textOf(signed).length - 2), (at) => {
        const changed = String.fromCharCode(signed.charCodeAt(at) ^ 1);
        const note = parseNote(signed.slice(0, at) + changed + signed.slice(at + 1));
        expect(note.ok && verifyNote(note.value, [log]).ok).toBe(false);
      }),
    );
  });

  it.each([
    ['no blank line', 'text\n— a AAAAAAAA\n'],
    ['no final line feed', 'text\n\n— a AAAAAAAA'],
    ['no signature', 'text\n\n'],
    ['a control character', 'te\txt\n\n— a AAAAAAAA\n'],
    ['a carriage return', 'text\r\n\n— a AAAAAAAA\n'],
    ['a hyphen for a dash', 'text\n\n- a AAAAAAAA\n'],
    ['a signature shorter than its key ID', 'text\n\n— a AAAA\n'],
    ['a plus in the name', 'text\n\n— a+b AAAAAAAA\n'],
    ['too large', `${'x'.repeat(200_000)}\n\n— a AAAAAAAA\n`],
    ['broken UTF-16', '\ud800\n\n— a AAAAAAAA\n'],
  ])('is not parsed: %s', (_, note) => {
    expect(parseNote(note)).toMatchObject({ ok: false, code: 'NOTE_FORMAT' });
  });

  it('never throws, whatever is handed in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (s) => {
        parseNote(s);
        parseAddCheckpoint(s);
        parseCheckpointText(s);
        parseVkey(s);
        openCheckpoint(s, log, [witness]);
      }),
    );
  });
});

describe('a checkpoint', () => {
  it('opens with its log, size, root and cosignatures with their time', () => {
    const line = cosign(textOf(signed), witness, 1_772_352_000, signerOf(witnessPrivate));
    const opened = openCheckpoint(signed + line, log, [witness]);
    expect(opened).toMatchObject({
      ok: true,
      value: {
        checkpoint: { origin: log.name, size: 5, extensions: [] },
        signatures: [{ time: null }, { time: 1_772_352_000 }],
      },
    });
  });

  it('of another log, or signed by a witness only, is refused', () => {
    const other = signNote(checkpointText('other.example', head(5)), log, signerOf(logPrivate));
    expect(openCheckpoint(other, log)).toMatchObject({ code: 'CHECKPOINT_ORIGIN' });
    const text = textOf(signed);
    const line = cosign(text, witness, 1, signerOf(witnessPrivate));
    expect(openCheckpoint(`${text}\n${line}`, log, [witness])).toMatchObject({ code: 'NOTE_UNSIGNED' });
  });

  it('whose cosignature was taken for another time is refused', () => {
    const line = cosign(textOf(signed), witness, 1000, signerOf(witnessPrivate));
    const bytes = Buffer.from(line.trim().split(' ')[2]!, 'base64');
    bytes[11]! ^= 1;
    const backdated = `— ${witness.name} ${bytes.toString('base64')}\n`;
    expect(openCheckpoint(signed + backdated, log, [witness])).toMatchObject({ code: 'NOTE_SIGNATURE' });
  });

  it.each([
    ['a leading zero', 'o\n05\nROOT\n'],
    ['a negative size', 'o\n-5\nROOT\n'],
    ['a size past 2^53', 'o\n9007199254740993\nROOT\n'],
    ['no origin', '\n5\nROOT\n'],
    ['a short root', 'o\n5\nAAAA\n'],
    ['an empty extension', 'o\n5\nROOT\n\n'],
    ['two lines', 'o\n5\n'],
  ])('is not parsed: %s', (_, text) => {
    expect(parseCheckpointText(text.replace('ROOT', Buffer.alloc(32).toString('base64')))).toMatchObject({
      code: 'CHECKPOINT_FORMAT',
    });
  });

  it('keeps extension lines of other logs, which are part of what is signed', () => {
    const text = `${checkpointText('o', head(1))}extra\n`;
    expect(parseCheckpointText(text)).toMatchObject({ ok: true, value: { extensions: ['extra'] } });
  });
});

describe('a request to a witness', () => {
  const proof = [leafHash(Buffer.from('a')), leafHash(Buffer.from('b'))];

  it('comes back from its body, with and without a proof', () => {
    for (const request of [
      { old: 3, proof, checkpoint: signed },
      { old: 0, proof: [], checkpoint: signed },
    ])
      expect(parseAddCheckpoint(formatAddCheckpoint(request))).toEqual({ ok: true, value: request });
  });

  it.each([
    ['no old line', `\n${signed}`],
    ['a leading zero', `old 03\n\n${signed}`],
    ['a proof line that is no hash', `old 3\nAAAA\n\n${signed}`],
    ['too many proof lines', formatAddCheckpoint({ old: 3, proof: Array(64).fill(proof[0]), checkpoint: signed })],
    ['nothing', ''],
  ])('is refused: %s', (_, body) => {
    expect(parseAddCheckpoint(body)).toMatchObject({ code: 'REQUEST_FORMAT' });
  });

  it('is answered by lines of which only those of known witnesses are taken over', () => {
    const stranger = pair();
    const line = cosign(textOf(signed), witness, 7, signerOf(witnessPrivate));
    const foreign = cosign(textOf(signed), noteKey('w2', stranger, NOTE_COSIGNATURE), 7, signerOf(stranger));
    expect(addCosignatures(signed, foreign + line, [witness])).toMatchObject({
      ok: true,
      value: { note: signed + line, cosignatures: [{ time: 7 }] },
    });
    expect(addCosignatures(signed, foreign, [witness])).toMatchObject({ code: 'NOTE_UNSIGNED' });
    expect(addCosignatures(signed, 'sorry', [witness])).toMatchObject({ code: 'NOTE_FORMAT' });
  });
});
