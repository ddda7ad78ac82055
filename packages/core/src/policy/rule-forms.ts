// What each rule takes in a document: a word that is wrong, or one that is missing, would fit nobody, or everybody, in silence.
import { employmentTypes } from '../model/employee.ts';
import type { Rule, RuleArgument } from './rules.ts';

type Kind = 'text' | 'flag' | 'rule' | readonly string[];

interface RuleForm {
  /** What the first arguments are; what may follow, any number of times, is `rest`. */
  readonly first: readonly Kind[];
  readonly rest?: Kind;
  readonly least: number;
}

const forms: Readonly<Record<string, RuleForm>> = {
  everyone: { first: [], least: 0 },
  nobody: { first: [], least: 0 },
  inDepartment: { first: ['text', 'flag'], least: 1 },
  withEmploymentType: { first: [], rest: employmentTypes, least: 1 },
  inCountry: { first: [], rest: 'text', least: 1 },
  withCustomField: { first: ['text'], rest: 'text', least: 2 },
  withId: { first: [], rest: 'text', least: 1 },
  allOf: { first: [], rest: 'rule', least: 1 },
  anyOf: { first: [], rest: 'rule', least: 1 },
  not: { first: ['rule'], least: 1 },
};

const words: Readonly<Record<'text' | 'flag' | 'rule', string>> = { text: 'text', flag: 'true or false', rule: 'a rule' };
const wordFor = (kind: Kind): string => (typeof kind === 'string' ? words[kind] : `one of ${kind.join(', ')}`);

/** What is wrong with the arguments of a rule that needs no code of the host, in words; undefined when nothing is. */
export function argumentProblem({ rule, args }: Rule): string | undefined {
  const form = Object.hasOwn(forms, rule) ? forms[rule] : undefined;
  if (form === undefined) return undefined;
  const { first, rest, least } = form;
  const kindAt = (index: number): Kind | undefined => first[index] ?? rest;
  if (args.length < least) return `argument ${args.length + 1} is missing: expected ${wordFor(kindAt(args.length) ?? 'text')}`;
  for (const [index, argument] of args.entries()) {
    const kind = kindAt(index);
    if (kind === undefined) return first.length === 0 ? 'it takes no arguments' : `it takes ${first.length} at most`;
    if (!fits(argument, kind)) return `argument ${index + 1}: expected ${wordFor(kind)}`;
  }
  return undefined;
}

function fits(argument: RuleArgument, kind: Kind): boolean {
  if (kind === 'flag') return typeof argument === 'boolean';
  if (kind === 'rule') return typeof argument === 'object';
  return typeof argument === 'string' && (kind === 'text' ? argument.trim() !== '' : kind.includes(argument));
}

/** The same as JSON Schema, to stand beside that of `{ rule, args }`, which says what a rule is. */
export function formsAsJsonSchema(): object[] {
  const schemaOf = (kind: Kind): object => {
    if (kind === 'rule') return { type: 'object' };
    if (kind === 'flag') return { type: 'boolean' };
    return kind === 'text' ? { type: 'string', minLength: 1 } : { enum: kind };
  };
  return Object.entries(forms).map(([name, { first, rest, least }]) => ({
    if: { properties: { rule: { const: name } } },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
    then: {
      ...(least === 0 ? {} : { required: ['args'] }),
      properties: {
        args: {
          minItems: least,
          ...(first.length === 0 ? {} : { prefixItems: first.map(schemaOf) }),
          items: rest === undefined ? false : schemaOf(rest),
        },
      },
    },
  }));
}
