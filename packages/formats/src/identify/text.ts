import type { Bytes } from '../bytes.ts';
import { decoded, encodingOf } from '../text/decode.ts';
import type { Found } from './found.ts';

/** As much of the start as a text is judged by. */
const SAMPLE = 64 * 1024;
/** Up to here a JSON document is told by parsing it; a longer one by how it begins. */
const PARSED = 1024 ** 2;

const SVG: Readonly<Record<string, string>> = { '1.0': 'fmt/91', '1.1': 'fmt/92', '1.2': 'fmt/413' };
/** What a shell or a browser would run by the file's name, whatever is in it. */
const SCRIPTS = new Set(['ps1', 'vbs', 'vbe', 'js', 'jse', 'wsf', 'hta', 'sh', 'py']);

/** Text by its encoding, and then by how it begins; the name is asked last, for what looks like nothing but text. */
export function textOf(bytes: Bytes, extension: string | null): Found | null {
  const sample = bytes.at(0, SAMPLE);
  const ended = sample.length >= bytes.size;
  const encoding = encodingOf(sample, ended);
  const text = encoding && decoded(sample, encoding, ended);
  if (!encoding || text === null) return null;
  const puid = markupOf(text) ?? scriptOf(text) ?? dataOf(text, bytes) ?? byName(extension);
  return { puid, encoding };
}

function markupOf(text: string): string | null {
  const start = text.trimStart().slice(0, 8192);
  if (!start.startsWith('<')) return null;
  const past = start
    .replace(/^<\?xml[\s\S]*?\?>/, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .trimStart();
  if (/^<!doctype\s+html\s*>/i.test(past)) return 'fmt/471';
  if (/^<!doctype\s+html\s+public\s+"-\/\/w3c\/\/dtd xhtml/i.test(past)) return 'fmt/102';
  const root = /^(?:<!doctype[^>]*>\s*)?<([A-Za-z_][\w.:-]*)([^>]*)/i.exec(past);
  const name = root?.[1]?.toLowerCase().replace(/^.*:/, '');
  if (name === 'svg') return SVG[/version\s*=\s*["']([\d.]+)/.exec(root![2]!)?.[1] ?? '1.1'] ?? 'fmt/92';
  if (name === 'html' || /^<!doctype\s+html/i.test(past)) return start.startsWith('<?xml') ? 'fmt/102' : 'fmt/96';
  if (start.startsWith('<?xml') || root?.[2]?.includes('xmlns')) return 'fmt/101';
  return ['head', 'body', 'script', 'meta', 'title'].includes(name ?? '') ? 'fmt/96' : null;
}

function scriptOf(text: string): string | null {
  if (text.startsWith('#!')) return 'x-script/1';
  return /^\s*<\?(php|=)/.test(text) ? 'x-fmt/169' : null;
}

function dataOf(text: string, bytes: Bytes): string | null {
  const start = text.trimStart();
  if (/^[{[]/.test(start) && json(start, bytes)) return 'fmt/817';
  const headers = text
    .slice(0, 4096)
    .match(/^(From|To|Subject|Date|Received|Message-ID|MIME-Version|Return-Path): /gim);
  if (!headers || headers.length < 3 || !/^[A-Za-z-]+: /.test(text)) return null;
  return headers.some((header) => /^mime-version/i.test(header)) ? 'fmt/950' : 'fmt/278';
}

function json(start: string, bytes: Bytes): boolean {
  if (bytes.whole && bytes.size <= PARSED) {
    try {
      JSON.parse(decoded(bytes.at(0, bytes.size), 'utf-8') ?? '');
      return true;
    } catch {
      return false;
    }
  }
  return /^(\{\s*("|\})|\[\s*(["{[\]\d-]|true|false|null))/.test(start);
}

const byName = (extension: string | null): string => {
  if (extension === 'csv') return 'x-fmt/18';
  if (extension === 'bat' || extension === 'cmd') return 'x-fmt/413';
  return extension !== null && SCRIPTS.has(extension) ? 'x-script/2' : 'x-fmt/111';
};
