// What is said of the applications, made from their catalogue: the part of the README between its marks, and the reference page.
import { z } from 'zod';
import { type CatalogueEntry, catalog } from '../../packages/connector-apps/src/catalog.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

const undone = {
  again: 'the person can be let in again',
  'for-days': 'restorable for some days',
  never: '**cannot be undone**',
} as const;

function deleting({ effects, deletion }: CatalogueEntry): string {
  if (deletion === undefined) return `not offered: ${(effects.notOffered ?? '').replace(/^deleting: /, '')}`;
  return deletion === 'never' ? `${effects.delete} (${undone.never})` : `${effects.delete}`;
}

function turningOff({ effects }: CatalogueEntry): string {
  return effects.disable ?? `not offered: ${(effects.notOffered ?? '').replace(/^turning off: /, '')}`;
}

interface Field {
  readonly description?: string;
  readonly examples?: readonly string[];
  readonly secret?: boolean;
}

interface Form {
  readonly properties: Readonly<Record<string, Field>>;
  readonly required: readonly string[];
}

/** What a customer states, as a form. */
function formOf({ connection }: CatalogueEntry): Form {
  const form = z.toJSONSchema(connection, { io: 'input', unrepresentable: 'any' }) as Partial<Form>;
  return { properties: form.properties ?? {}, required: form.required ?? [] };
}

function needed(entry: CatalogueEntry): string {
  const { properties, required } = formOf(entry);
  return Object.entries(properties)
    .filter(([name, { secret }]) => required.includes(name) || secret === true)
    .map(([name]) => `\`${name}\``)
    .join(', ');
}

function sectionOf(entry: CatalogueEntry): string {
  const { name, description, factory, subpath, plan, credential, traps, effects, assumed, sources } = entry;
  const lines = [
    `### ${name}`,
    '',
    `${description} \`import { ${factory} } from '@tenure/connector-apps/${subpath}'\` with ${needed(entry)}.`,
    '',
    `- **Plan**: ${plan}. **Credential**: ${credential}`,
    ...traps.map((trap) => `- ${trap}`),
    `- **A cut does not end or show**: ${effects.unverified.join('; ')}.`,
    ...(assumed.length === 0 ? [] : [`- **Not confirmed by anybody**: ${assumed.join('; ')}.`]),
    `- **From**: ${sources.map(({ what, url, certainty }) => `${url === undefined ? what : `[${what}](${url})`} (${certainty})`).join('; ')}.`,
  ];
  return lines.join('\n');
}

/** What stands between the two marks of the package's README. */
export function appsInWords(): string {
  const apps = catalog();
  const table = [
    '| app | creating | turning off | deleting | status |',
    '| --- | -------- | ----------- | -------- | ------ |',
    ...apps.map((entry) =>
      row([`**${entry.name}** \`${entry.factory}\``, entry.effects.create, turningOff(entry), deleting(entry), entry.status]),
    ),
  ];
  return [table.join('\n'), ...apps.map(sectionOf)].join('\n\n');
}

const perTime = (count: number, perMs: number): string => {
  const [length, unit] =
    perMs % 3_600_000 === 0 ? [perMs / 3_600_000, 'h'] : perMs % 60_000 === 0 ? [perMs / 60_000, 'min'] : [perMs / 1_000, 's'];
  return `${count.toLocaleString('en')} per ${length === 1 ? '' : `${length} `}${unit}`;
};

function limitsInWords({ limits: { requests, buckets = {}, concurrency } }: CatalogueEntry): string {
  const all = requests === undefined ? [] : [`${perTime(requests.count, requests.perMs)} in all`];
  const kinds = Object.entries(buckets).map(([kind, limit]) => `${kind} ${perTime(limit.count, limit.perMs)}`);
  const atOnce = concurrency === undefined ? [] : [`${concurrency} at once`];
  return [...all, ...kinds, ...atOnce].join('; ') || 'none stated';
}

function pageSectionOf(entry: CatalogueEntry): string {
  const { properties, required } = formOf(entry);
  const fields = Object.entries(properties).map(([name, { description = '', examples = [], secret }]) => {
    const example = examples.length === 0 ? '' : `\`${examples.join('`, `')}\``;
    return row([`\`${name}\``, secret === true ? 'secret' : 'text', required.includes(name) ? 'yes' : 'no', description, example]);
  });
  return [
    `## ${entry.name}`,
    '',
    `${entry.description} ${entry.speaks === 'scim' ? 'By SCIM 2.0.' : 'By the vendor’s own interface.'} Status: ${entry.status}.`,
    '',
    '| | |',
    '| --- | --- |',
    row(['import', `\`import { ${entry.factory} } from '@tenure/connector-apps/${entry.subpath}'\``]),
    row(['plan', entry.plan]),
    row(['creating', entry.effects.create]),
    row(['turning off', turningOff(entry)]),
    row(['deleting', deleting(entry)]),
    row(['undoing a deletion', entry.deletion === undefined ? 'nothing is deleted' : undone[entry.deletion]]),
    row(['leavers, unless told otherwise', entry.removal === 'disable' ? 'turned off' : 'deleted']),
    row(['limits kept', limitsInWords(entry)]),
    row(['attributes', entry.attributes.map((name) => `\`${name}\``).join(', ')]),
    '',
    '| to connect | kind | needed | what it is | example |',
    '| --- | --- | --- | --- | --- |',
    ...fields,
  ].join('\n');
}

/** The reference page. */
export function appsReference(): string {
  const apps = catalog();
  const intro = [
    '# Applications',
    '',
    'Generated by `pnpm generate` from `catalog()` of `@tenure/connector-apps/catalog`. Do not edit.',
    '',
    'Every application that has a function of its own. Traps and sources of each stand in the README of `@tenure/connector-apps`; any other app with a',
    'SCIM 2.0 server is `scimApp`. `documented`: made from the vendor’s documents and run against a model of them, not against the vendor.',
    '',
    '| app | plan | status |',
    '| --- | --- | --- |',
    ...apps.map(({ name, plan, status }) => row([`[${name}](#${anchorOf(name)})`, plan, status])),
  ];
  return `${[intro.join('\n'), ...apps.map(pageSectionOf)].join('\n\n')}\n`;
}

const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
