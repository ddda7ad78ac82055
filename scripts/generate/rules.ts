// The page of contract rules, for people who write connectors and stores.
import { code, generatedHeader, table } from './markdown.ts';

interface PrintedRule {
  readonly id: string;
  readonly title: string;
  readonly needs?: string | readonly string[];
}

const kinds: readonly (readonly [string, string])[] = [
  ['source', 'Sources'],
  ['identity-provider', 'Identity providers'],
  ['app', 'Apps'],
];

export function ruleReference(contractRules: readonly (PrintedRule & { kind: string })[], storeRules: readonly PrintedRule[]): string {
  const unknown = contractRules.find(({ kind }) => kinds.every(([name]) => name !== kind));
  if (unknown !== undefined) throw new Error(`rule ${unknown.id} is of a kind that the page does not know`);
  const sections = kinds.map(([kind, title]) =>
    section(
      title,
      contractRules.filter((rule) => rule.kind === kind),
    ),
  );
  const intro =
    'What `@tenure/core/testing` checks. A rule runs when the connector and the world around it have what it needs; there is no other ' +
    'way to leave one out, and the report lists those that did not apply. Each rule comes with a planted fault that makes it fail.';
  return `${[generatedHeader, '# Contract rules', intro, ...sections, section('Stores', storeRules)].join('\n\n')}\n`;
}

function section(title: string, rules: readonly PrintedRule[]): string {
  const rows = rules.map((rule) => [code(rule.id), rule.title, needsOf(rule).map(code).join(', ')]);
  return [`## ${title}`, `${rules.length} rules.`, table(['id', 'promise', 'needs'], rows)].join('\n\n');
}

function needsOf({ needs }: PrintedRule): readonly string[] {
  if (needs === undefined) return [];
  return typeof needs === 'string' ? [needs] : needs;
}
