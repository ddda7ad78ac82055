// The conditions of group rules: user.attribute == "text", !=, and, or, parentheses, String.startsWith, String.stringContains.
import { problem } from '../problems.ts';
import type { OktaProfile } from '../records.ts';

export type RuleCondition = (profile: OktaProfile) => boolean;

const token = /\s*(?:(and|or)\b|(&&|\|\||==|!=|[(),])|"([^"]*)"|'([^']*)'|([A-Za-z_][\w.]*))/iy;

type Token = { readonly kind: 'mark' | 'text' | 'name'; readonly text: string };

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < expression.trimEnd().length) {
    const match = token.exec(expression);
    if (match === null) throw unreadable();
    const [, word, mark, double, single, name] = match;
    const text = double ?? single;
    if (text !== undefined) tokens.push({ kind: 'text', text });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'mark', text: (word ?? mark ?? '').toLowerCase().replace('&&', 'and').replace('||', 'or') });
  }
  return tokens;
}

const unreadable = () => problem('E0000001', ['conditions.expression: The expression is not valid'], 'conditions');

/** @throws {OktaProblem} E0000001 for anything outside the subset. */
export function parseCondition(expression: string): RuleCondition {
  const tokens = tokensOf(expression);
  const isNext = (text: string): boolean => tokens[0]?.kind === 'mark' && tokens[0].text === text;
  const take = (kind: Token['kind'], text?: string): string => {
    const next = tokens.shift();
    if (next?.kind !== kind || (text !== undefined && next.text !== text)) throw unreadable();
    return next.text;
  };
  const attribute = (): string => {
    const name = take('name');
    if (!name.startsWith('user.')) throw unreadable();
    return name.slice('user.'.length);
  };
  const textOf = (profile: OktaProfile, name: string): string => String(profile[name] ?? '');

  const either = (): RuleCondition => {
    let left = both();
    while (isNext('or')) {
      take('mark');
      const [first, second] = [left, both()];
      left = (profile) => first(profile) || second(profile);
    }
    return left;
  };
  const both = (): RuleCondition => {
    let left = one();
    while (isNext('and')) {
      take('mark');
      const [first, second] = [left, one()];
      left = (profile) => first(profile) && second(profile);
    }
    return left;
  };
  const one = (): RuleCondition => {
    if (isNext('(')) {
      take('mark');
      const inner = either();
      take('mark', ')');
      return inner;
    }
    if (tokens[0]?.text === 'String.startsWith' || tokens[0]?.text === 'String.stringContains') return call(take('name'));
    const name = attribute();
    const negated = take('mark') === '!=';
    const wanted = take('text');
    return (profile) => (textOf(profile, name) === wanted) !== negated;
  };
  const call = (called: string): RuleCondition => {
    take('mark', '(');
    const name = attribute();
    take('mark', ',');
    const wanted = take('text');
    take('mark', ')');
    return (profile) => {
      const value = textOf(profile, name);
      return called === 'String.startsWith' ? value.startsWith(wanted) : value.includes(wanted);
    };
  };

  const whole = either();
  if (tokens.length > 0) throw unreadable();
  return whole;
}
