// Okta's search and filter expressions: attribute operator "value", and, or, parentheses. Parsed to a predicate; which
// attributes and operators are allowed, and how text compares, is the dialect's to say.
import { problem } from '../problems.ts';

export type Comparison = 'eq' | 'sw' | 'co' | 'gt' | 'ge' | 'lt' | 'le' | 'pr';

/** The differing rules of `search` and `filter`. */
export interface Dialect<Item> {
  /** The value of an attribute, or a refusal when the attribute or the operator on it is not allowed. */
  allows(attribute: string, comparison: Comparison): boolean;
  read(item: Item, attribute: string): unknown;
  readonly ignoreCase: boolean;
}

export type Predicate<Item> = (item: Item) => boolean;

const token = /\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))/y;
const comparisons: ReadonlySet<string> = new Set<Comparison>(['eq', 'sw', 'co', 'gt', 'ge', 'lt', 'le', 'pr']);
const isComparison = (text: string): text is Comparison => comparisons.has(text);

type Token = { readonly kind: 'mark' | 'text' | 'word'; readonly text: string };

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < expression.trimEnd().length) {
    const match = token.exec(expression);
    if (match === null) throw problem('E0000031');
    const [, mark, quoted, word] = match;
    if (mark !== undefined) tokens.push({ kind: 'mark', text: mark });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replace(/\\(.)/g, '$1') });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

/**
 * The predicate an expression stands for.
 *
 * @throws {OktaProblem} E0000031 for anything that is not in the dialect: no `ne`, no `not`.
 */
export function parseExpression<Item>(expression: string, dialect: Dialect<Item>): Predicate<Item> {
  const tokens = tokensOf(expression);
  let position = 0;
  const peek = (): Token | undefined => tokens[position];
  const isNext = (kind: Token['kind'], text: string): boolean => peek()?.kind === kind && peek()?.text.toLowerCase() === text;
  const take = (): Token => {
    const next = peek();
    if (next === undefined) throw problem('E0000031');
    position += 1;
    return next;
  };

  const either = (): Predicate<Item> => {
    let left = both();
    while (isNext('word', 'or')) {
      take();
      const [first, second] = [left, both()];
      left = (item) => first(item) || second(item);
    }
    return left;
  };
  const both = (): Predicate<Item> => {
    let left = one();
    while (isNext('word', 'and')) {
      take();
      const [first, second] = [left, one()];
      left = (item) => first(item) && second(item);
    }
    return left;
  };
  const one = (): Predicate<Item> => {
    if (isNext('mark', '(')) {
      take();
      const inner = either();
      if (!isNext('mark', ')')) throw problem('E0000031');
      take();
      return inner;
    }
    const [attribute, operator] = [take(), take()];
    const comparison = operator.text.toLowerCase();
    if (attribute.kind !== 'word' || operator.kind !== 'word' || !isComparison(comparison)) throw problem('E0000031');
    if (!dialect.allows(attribute.text, comparison)) throw problem('E0000031', [attribute.text]);
    return comparing(attribute.text, comparison, comparison === 'pr' ? '' : literalOf(take()), dialect);
  };

  const whole = either();
  if (peek() !== undefined) throw problem('E0000031');
  return whole;
}

function literalOf({ kind, text }: Token): string {
  if (kind === 'text' || (kind === 'word' && /^(?:true|false|-?\d+(?:\.\d+)?)$/.test(text))) return text;
  throw problem('E0000031');
}

function comparing<Item>(attribute: string, comparison: Comparison, wanted: string, dialect: Dialect<Item>): Predicate<Item> {
  const fold = (text: string): string => (dialect.ignoreCase ? text.toLowerCase() : text);
  const right = fold(wanted);
  const holds: Readonly<Record<Comparison, (left: string) => boolean>> = {
    pr: () => true,
    eq: (left) => left === right,
    sw: (left) => left.startsWith(right),
    co: (left) => left.includes(right),
    gt: (left) => left > right,
    ge: (left) => left >= right,
    lt: (left) => left < right,
    le: (left) => left <= right,
  };
  return (item) => {
    const value = dialect.read(item, attribute);
    return value !== undefined && value !== null && value !== '' && holds[comparison](fold(String(value)));
  };
}
