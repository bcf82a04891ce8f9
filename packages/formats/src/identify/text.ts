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
  const puid = markupOf(text) ?? scriptOf(text) ?? drawingOf(text) ?? dataOf(text, bytes) ?? byName(extension);
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
  // A document type may have declarations of its own between brackets, and those may be longer than what is looked at.
  if (/^<!DOCTYPE\s+(?!html\b)[\w.:-]+\s*(?:(?:SYSTEM|PUBLIC)\b[^[>]*)?\[/i.test(past)) {
    return /^<!DOCTYPE\s+svg\b/i.test(past) ? 'fmt/92' : 'fmt/101';
  }
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

const DXF: Readonly<Record<string, string>> = {
  AC1002: 'fmt/71',
  AC1003: 'fmt/72',
  AC1004: 'fmt/73',
  AC1006: 'fmt/74',
  AC1009: 'fmt/75',
  AC1012: 'fmt/76',
  AC1014: 'fmt/77',
  AC1015: 'fmt/78',
  AC1018: 'fmt/79',
  AC1021: 'fmt/433',
  AC1024: 'fmt/435',
  AC1027: 'fmt/532',
  AC1032: 'fmt/1389',
};

/** Drawings and page descriptions that are text. A DXF may begin with comments (group 999) and says its version in its header. */
function drawingOf(text: string): string | null {
  if (/^\s*(?:999\r?\n[^\n]*\n\s*)*0\r?\n\s*SECTION\r?\n/.test(text)) {
    const version = /\$ACADVER\s+1\s+(AC\d{4})/.exec(text)?.[1];
    return DXF[version ?? ''] ?? 'fmt/63';
  }
  if (text.startsWith('ISO-10303-21;')) return 'fmt/698';
  if (text.startsWith('%!PS')) return /^%!PS-Adobe-[\d.]+ EPSF/.test(text) ? 'fmt/124' : 'x-fmt/408';
  return null;
}

function dataOf(text: string, bytes: Bytes): string | null {
  const start = text.trimStart();
  if (/^[{[]/.test(start) && json(start, bytes)) return 'fmt/817';
  const headers = text
    .slice(0, 4096)
    .match(/^(From|To|Subject|Date|Received|Message-ID|MIME-Version|Return-Path): /gim);
  if (!headers || headers.length < 3 || !/^[A-Za-z-]+: /.test(text)) return null;
  // A web page saved by a browser; mail may be multipart/related as well.
  if (/^(From: <Saved by |Snapshot-Content-Location: )/m.test(text.slice(0, 4096))) return 'x-fmt/429';
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
