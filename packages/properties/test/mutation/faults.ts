import { parseAst } from 'vitest/node';

/** A fault that can be planted: what stands there, and what would stand in its place. */
export interface Fault {
  readonly line: number;
  readonly was: string;
  readonly instead: string;
}

/** ESTree with places; what else a node has is looked at by name. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [name: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Operators, and what somebody might have written by mistake. */
const OTHER: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
};
const OTHER_METHOD: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
]);
/** What is there for the compiler, for messages or for the table of items: no fault of it is a fault of a judgement. */
const LEFT_OUT = new Set([
  'ImportDeclaration',
  'ExportAllDeclaration',
  'TSTypeAliasDeclaration',
  'TSInterfaceDeclaration',
  'ThrowStatement',
]);

const SPINE = ['expression', 'object', 'callee'];

/** Text with every fault in it, each asleep until `globalThis.awake` says its number. @param first number of the first one */
export function planted(source: string, first: number): { text: string; faults: Fault[] } {
  const faults: Fault[] = [];
  const lineOf = (at: number): number => source.slice(0, at).split('\n').length;

  const choice = (node: Node, otherwise: string, variants: readonly string[]): string => {
    const was = source.slice(node.start, node.end);
    let text = otherwise;
    for (const instead of variants) {
      const number = first + faults.length;
      faults.push({ line: lineOf(node.start), was, instead });
      text = `(globalThis.awake(${number}) ? ${instead} : ${text})`;
    }
    return text;
  };

  const written = (node: Node, inChain = false): string => {
    if (
      node.type.startsWith('TS') &&
      node.type !== 'TSAsExpression' &&
      node.type !== 'TSNonNullExpression' &&
      node.type !== 'TSSatisfiesExpression'
    )
      return source.slice(node.start, node.end);
    if (LEFT_OUT.has(node.type)) return source.slice(node.start, node.end);
    const inside = childrenOf(node);
    // What stands between brackets ends a chain of `?.` early, so nothing is planted along it.
    const spine = new Set(inChain || node.type === 'ChainExpression' ? SPINE.map((name) => node[name]) : []);
    let text = '';
    let at = node.start;
    for (const child of inside) {
      text += source.slice(at, child.start) + written(child, spine.has(child));
      at = child.end;
    }
    text += source.slice(at, node.end);
    const variants = inChain ? [] : variantsOf(node, source);
    return variants.length > 0 ? choice(node, text, variants) : text;
  };

  const program = parseAst(source, { lang: 'ts' } as never) as unknown as Node;
  const whole = { ...program, start: 0, end: source.length };
  return { text: written(whole), faults };
}

/** Children in the order of the text; a shorthand property is one place and not two. */
function childrenOf(node: Node): Node[] {
  if (node.type === 'Property' && node.shorthand === true) return [];
  const skipped = new Set(['typeAnnotation', 'returnType', 'typeParameters', 'typeArguments', 'superTypeArguments']);
  // Names of properties and of what is imported are no expressions.
  if (node.type === 'MemberExpression' && node.computed !== true) skipped.add('property');
  if ((node.type === 'Property' || node.type === 'PropertyDefinition') && node.computed !== true) skipped.add('key');
  return Object.entries(node)
    .filter(([name]) => !skipped.has(name))
    .flatMap(([, value]) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []))
    .sort((a, b) => a.start - b.start);
}

function variantsOf(node: Node, source: string): string[] {
  const text = (one: unknown): string => source.slice((one as Node).start, (one as Node).end);
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression': {
      const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string };
      // A sum of texts is a message.
      if (operator === '+' && /['`]/.test(text(left) + text(right))) return [];
      return (OTHER[operator] ?? []).map((other) => `((${text(left)}) ${other} (${text(right)}))`);
    }
    case 'UnaryExpression':
      return node.operator === '!' ? [`(${text(node.argument)})`] : [];
    case 'ConditionalExpression': {
      const { test, consequent, alternate } = node as unknown as Record<'test' | 'consequent' | 'alternate', Node>;
      return [`((${text(test)}) ? (${text(alternate)}) : (${text(consequent)}))`];
    }
    case 'CallExpression': {
      const callee = node.callee as Node;
      if (callee.type !== 'MemberExpression' || callee.computed === true) return [];
      const name = text(callee.property);
      const object = text(callee.object);
      const rest = source.slice((callee.property as Node).end, node.end);
      if (name === 'filter' && !node.optional) return [`(${object})`];
      const other = OTHER_METHOD.get(name);
      return other && !callee.optional ? [`(${object}).${other}${rest}`] : [];
    }
    case 'Literal':
      return typeof node.value === 'number'
        ? [`(${source.slice(node.start, node.end)} + 1)`]
        : typeof node.value === 'boolean'
          ? [String(!node.value)]
          : [];
    default:
      return [];
  }
}
