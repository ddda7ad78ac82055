// Okta's search and filter expressions: attribute operator "value", and, or, parentheses. Parsed to a predicate; which
// attributes and operators are allowed, and how text compares, is the dialect's to say.
import { type OktaProblem, problem } from '../problems.ts';

export type Comparison = 'eq' | 'ne' | 'sw' | 'ew' | 'co' | 'gt' | 'ge' | 'lt' | 'le' | 'pr';

/** The differing rules of `search` and `filter`. */
export interface Dialect<Item> {
  /** The value of an attribute, or a refusal when the attribute or the operator on it is not allowed. */
  allows(attribute: string, comparison: Comparison): boolean;
  read(item: Item, attribute: string): unknown;
  readonly ignoreCase: boolean;
  /** The code for an expression that cannot be read. Default E0000031, as for what it may not ask. */
  readonly malformed?: 'E0000031' | 'E0000053' | undefined;
}

type Predicate<Item> = (item: Item) => boolean;

/** An expression, ready to use. */
export interface Query<Item> {
  readonly fits: Predicate<Item>;
  /** Attributes and the values that everything that fits has in them. */
  readonly equalities: readonly (readonly [attribute: string, value: string])[];
}

const token = /\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))/y;
const comparisons: ReadonlySet<string> = new Set<Comparison>(['eq', 'ne', 'sw', 'ew', 'co', 'gt', 'ge', 'lt', 'le', 'pr']);
const isComparison = (text: string): text is Comparison => comparisons.has(text);

type Token = { readonly kind: 'mark' | 'text' | 'word'; readonly text: string };

function tokensOf(expression: string, malformed: () => OktaProblem): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < expression.trimEnd().length) {
    const match = token.exec(expression);
    if (match === null) throw malformed();
    const [, mark, quoted, word] = match;
    if (mark !== undefined) tokens.push({ kind: 'mark', text: mark });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replace(/\\(.)/g, '$1') });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

/**
 * What an expression asks for.
 *
 * @throws {OktaProblem} E0000031 for anything that is not in the dialect; there is no `not`.
 */
export function parseExpression<Item>(expression: string, dialect: Dialect<Item>): Query<Item> {
  const malformed = (): OktaProblem => problem(dialect.malformed ?? 'E0000031');
  const tokens = tokensOf(expression, malformed);
  let position = 0;
  const peek = (): Token | undefined => tokens[position];
  const isNext = (kind: Token['kind'], text: string): boolean => peek()?.kind === kind && peek()?.text.toLowerCase() === text;
  const take = (): Token => {
    const next = peek();
    if (next === undefined) throw malformed();
    position += 1;
    return next;
  };

  const either = (): Query<Item> => {
    let left = both();
    while (isNext('word', 'or')) {
      take();
      const [first, second] = [left, both()];
      left = { fits: (item) => first.fits(item) || second.fits(item), equalities: [] };
    }
    return left;
  };
  const both = (): Query<Item> => {
    let left = one();
    while (isNext('word', 'and')) {
      take();
      const [first, second] = [left, one()];
      left = { fits: (item) => first.fits(item) && second.fits(item), equalities: [...first.equalities, ...second.equalities] };
    }
    return left;
  };
  const one = (): Query<Item> => {
    if (isNext('mark', '(')) {
      take();
      const inner = either();
      if (!isNext('mark', ')')) throw malformed();
      take();
      return inner;
    }
    const [attribute, operator] = [take(), take()];
    const comparison = operator.text.toLowerCase();
    if (attribute.kind !== 'word' || operator.kind !== 'word') throw malformed();
    if (!isComparison(comparison) || !dialect.allows(attribute.text, comparison)) throw problem('E0000031', [attribute.text]);
    if (comparison === 'pr') return { fits: comparing(attribute.text, comparison, '', dialect), equalities: [] };
    const value = literalOf(take(), malformed);
    return {
      fits: comparing(attribute.text, comparison, value, dialect),
      equalities: comparison === 'eq' ? [[attribute.text, value]] : [],
    };
  };

  const whole = either();
  if (peek() !== undefined) throw malformed();
  return whole;
}

function literalOf({ kind, text }: Token, malformed: () => OktaProblem): string {
  if (kind === 'text' || (kind === 'word' && /^(?:true|false|-?\d+(?:\.\d+)?)$/.test(text))) return text;
  throw malformed();
}

/** Of an attribute with several values one that fits is enough. */
function comparing<Item>(attribute: string, comparison: Comparison, wanted: string, dialect: Dialect<Item>): Predicate<Item> {
  const fold = (text: string): string => (dialect.ignoreCase ? text.toLowerCase() : text);
  const right = fold(wanted);
  const holds: Readonly<Record<Comparison, (left: string) => boolean>> = {
    pr: () => true,
    eq: (left) => left === right,
    ne: (left) => left !== right,
    sw: (left) => left.startsWith(right),
    ew: (left) => left.endsWith(right),
    co: (left) => left.includes(right),
    gt: (left) => left > right,
    ge: (left) => left >= right,
    lt: (left) => left < right,
    le: (left) => left <= right,
  };
  const fits = (value: unknown): boolean => value !== undefined && value !== null && value !== '' && holds[comparison](fold(String(value)));
  return (item) => {
    const value = dialect.read(item, attribute);
    return Array.isArray(value) ? value.some(fits) : fits(value);
  };
}
