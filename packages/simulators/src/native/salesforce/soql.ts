// The part of SOQL that finds users: SELECT fields FROM object, WHERE with =, >, IN, AND, OR and brackets, ORDER BY, LIMIT.

export type Row = Readonly<Record<string, unknown>>;

export interface Query {
  readonly fields: readonly string[];
  readonly from: string;
  readonly where: (row: Row) => boolean;
  readonly orderBy: string | undefined;
  readonly limit: number | undefined;
}

/** A text that is no query of this kind. */
export class Malformed extends Error {}

type Token = { readonly kind: 'word' | 'text' | 'sign'; readonly text: string };

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length; ) {
    const rest = source.slice(at);
    const blank = /^\s+/.exec(rest);
    const word = /^[A-Za-z0-9_.]+/.exec(rest);
    const sign = /^(?:!=|>=|<=|[=<>(),])/.exec(rest);
    if (blank !== null) at += blank[0].length;
    else if (rest.startsWith("'")) {
      const { text, length } = textAt(rest);
      tokens.push({ kind: 'text', text });
      at += length;
    } else if (word !== null) {
      tokens.push({ kind: 'word', text: word[0] });
      at += word[0].length;
    } else if (sign !== null) {
      tokens.push({ kind: 'sign', text: sign[0] });
      at += sign[0].length;
    } else throw new Malformed(`unexpected character at ${at}`);
  }
  return tokens;
}

/** A quoted text from its first quote on: a backslash takes the next character, and an unknown pair is no text. */
function textAt(source: string): { readonly text: string; readonly length: number } {
  let text = '';
  for (let at = 1; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (character === "'") return { text, length: at + 1 };
    if (character === '\\') {
      at += 1;
      const next = source[at] ?? '';
      if (next !== "'" && next !== '\\' && next !== '"' && !(next in escapes)) throw new Malformed('bad escape');
      text += escapes[next] ?? next;
    } else text += character;
  }
  throw new Malformed('unexpected end of a text');
}

export function parseQuery(source: string): Query {
  const tokens = tokensOf(source);
  let at = 0;
  const isWord = (text: string): boolean => tokens[at]?.kind === 'word' && tokens[at]?.text.toUpperCase() === text;
  const word = (text?: string): string => {
    const token = tokens[at];
    if (token?.kind !== 'word' || (text !== undefined && !isWord(text))) throw new Malformed(`expected ${text ?? 'a name'}`);
    at += 1;
    return token.text;
  };
  const sign = (text: string): void => {
    if (tokens[at]?.kind !== 'sign' || tokens[at]?.text !== text) throw new Malformed(`expected ${text}`);
    at += 1;
  };
  const listOf = <Item>(read: () => Item): Item[] => {
    const items = [read()];
    while (tokens[at]?.text === ',' && tokens[at]?.kind === 'sign') {
      at += 1;
      items.push(read());
    }
    return items;
  };
  const value = (): unknown => {
    const token = tokens[at];
    if (token === undefined || token.kind === 'sign') throw new Malformed('expected a value');
    at += 1;
    if (token.kind === 'text') return token.text;
    if (/^(?:true|false)$/i.test(token.text)) return token.text.toLowerCase() === 'true';
    if (/^null$/i.test(token.text)) return null;
    if (/^\d+$/.test(token.text)) return Number(token.text);
    throw new Malformed('expected a value');
  };
  const comparison = (): ((row: Row) => boolean) => {
    if (tokens[at]?.kind === 'sign' && tokens[at]?.text === '(') {
      sign('(');
      const inner = either();
      sign(')');
      return inner;
    }
    const field = word();
    if (isWord('IN')) {
      word('IN');
      sign('(');
      const values = listOf(value);
      sign(')');
      return (row) => values.some((one) => same(row[field], one));
    }
    const operator = tokens[at]?.text ?? '';
    at += 1;
    const wanted = value();
    if (operator === '=') return (row) => same(row[field], wanted);
    if (operator === '!=') return (row) => !same(row[field], wanted);
    if (operator === '>') return (row) => String(row[field] ?? '') > String(wanted);
    throw new Malformed('unknown operator');
  };
  const both = (): ((row: Row) => boolean) => {
    const parts = [comparison()];
    while (isWord('AND')) {
      word('AND');
      parts.push(comparison());
    }
    return (row) => parts.every((part) => part(row));
  };
  const either = (): ((row: Row) => boolean) => {
    const parts = [both()];
    while (isWord('OR')) {
      word('OR');
      parts.push(both());
    }
    return (row) => parts.some((part) => part(row));
  };
  word('SELECT');
  const fields = listOf(word);
  word('FROM');
  const from = word();
  /** What stands behind these words, where they are there. */
  const clause = <Value>(words: readonly string[], read: () => Value): Value | undefined => {
    if (!isWord(words[0] ?? '')) return undefined;
    for (const one of words) word(one);
    return read();
  };
  const where = clause(['WHERE'], either) ?? (() => true);
  const orderBy = clause(['ORDER', 'BY'], word);
  const limit = clause(['LIMIT'], () => Number(word()));
  if (at !== tokens.length) throw new Malformed('unexpected words at the end');
  return { fields, from, where, orderBy, limit };
}

/** SOQL compares texts without case; an id of 15 characters is the id of 18 that begins with it. */
function same(held: unknown, wanted: unknown): boolean {
  if (typeof held === 'string' && typeof wanted === 'string') return held.toLowerCase() === wanted.toLowerCase();
  return (held ?? null) === wanted;
}
