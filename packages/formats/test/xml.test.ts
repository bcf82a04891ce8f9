import { describe, expect, it } from 'vitest';
import { xmlFacts } from '../src/xml/well-formed.ts';

describe('well-formed', () => {
  it.each([
    '<a/>',
    '\ufeff<?xml version="1.0"?>\n<!-- x --><a b="1" c=\'"\'>t&amp;&#20320;&#x4f60;<b/><![CDATA[<&]]></a>\n<!-- y --><?pi x?>',
    '<办件 编号="1"><材料>准予</材料></办件>',
    '<a:b xmlns:a="urn:x"></a:b >',
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<a>𠮷 ></a>',
    `${'<a>'.repeat(500)}${'</a>'.repeat(500)}`,
  ])('%j', (text) => {
    expect(xmlFacts(text).fault).toBeNull();
  });
});

describe('not well-formed', () => {
  it.each([
    '',
    'x',
    '<a>',
    '</a>',
    '<a></b>',
    '<a><b></a></b>',
    '<a/><b/>',
    '<a/>x',
    'x<a/>',
    '<a b=1/>',
    '<a b="1" b="2"/>',
    '<a b="<"/>',
    '<a b="&"/>',
    '<a b="1"c="2"/>',
    '<a>&</a>',
    '<a>&nbsp;</a>',
    '<a>]]></a>',
    '<a><!-- -- --></a>',
    '<a><!-- ',
    '<a><![CDATA[x</a>',
    '<![CDATA[x]]>',
    '<1a/>',
    '< a/>',
    '<a>\u0000</a>',
    '<a>\u0008</a>',
    '<!DOCTYPE a [',
    '<a/><!DOCTYPE a>',
    '<a><!DOCTYPE a></a>',
    '<?xml version="1.0"',
    `${'<a>'.repeat(600)}${'</a>'.repeat(600)}`,
  ])('%j', (text) => {
    expect(xmlFacts(text).fault).toEqual(expect.any(String));
  });
});

describe('what reaches out of the document', () => {
  it.each([
    ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', true],
    ['<!DOCTYPE a PUBLIC "-//x" "http://x/"><a/>', true],
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "http://169.254.169.254/">]><a>&x;</a>', true],
    ['<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>', true],
    ['<!DOCTYPE a><a/>', false],
    ['<a>SYSTEM PUBLIC &lt;!ENTITY</a>', false],
  ])('%s: %s', (text, reachesOut) => {
    expect(xmlFacts(text)).toMatchObject({ reachesOut, fault: null });
  });
});

it('tells the root and its namespace', () => {
  const { root } = xmlFacts('<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD-A"/>');
  expect(root).toMatchObject({ name: 'ofd:OFD', namespace: 'http://www.ofdspec.org/2016' });
  expect(root!.attributes.get('DocType')).toBe('OFD-A');
});

it('takes time by length alone', () => {
  for (const piece of ['<', '<a', '<a ', '<a b="', '<!--', '<![CDATA[', '<?a ', '&', '<a b="1" ', ']]']) {
    expect(xmlFacts(`<x>${piece.repeat(200_000)}`).fault).not.toBeNull();
  }
});
