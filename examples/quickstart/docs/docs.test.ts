// Every block of code in docs/ is a quotation: of a region of an example that runs, or of what that example gave back.
// `<!-- quote: policy.ts#rules -->` and `<!-- output: policy.ts#what-if -->` say of what. UPDATE_DOCS=1 writes them anew.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { guardDefaults } from '@tenure/core';
import { describe, expect, test } from 'vitest';
import { entrySchemas } from '../../../packages/core/src/ask/inbox-entries.ts';
import { collectionSpecs } from '../../../packages/core/src/store/specs.ts';
import { outputs as decisions } from './decisions.ts';
import { outputs as firstImport } from './first-import.ts';
import { outputs as glossary } from './glossary.ts';
import { outputs as policy } from './policy.ts';
import { outputs as provisioning } from './provisioning.ts';
import { outputs as safety } from './safety.ts';
import { outputs as stores } from './stores.ts';
import { outputs as time } from './time.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));

const outputsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'decisions.ts': decisions,
  'first-import.ts': firstImport,
  'glossary.ts': glossary,
  'policy.ts': policy,
  'provisioning.ts': provisioning,
  'safety.ts': safety,
  'stores.ts': stores,
  'time.ts': time,
};

/** A page is ours when others neither generate nor own it. */
const others = /^(api|reference)\/|^decisions\/(README|0001.*)\.md$/;
const pages = globSync('**/*.md', { cwd: docs })
  .filter((page) => !others.test(page))
  .sort();

const marked = /<!-- (quote|output): (\S+?)(?:#(\S+))? -->\n(?:```\w*\n([\s\S]*?)\n```|((?:\|.*\n?)+))/g;

function wanted(kind: string, file: string, name: string | undefined): string | undefined {
  if (kind === 'output') return outputsOf[file]?.[name ?? ''];
  const text = readFileSync(join(here, file), 'utf8').trimEnd();
  return name === undefined ? text : region(text, name);
}

function region(text: string, name: string): string | undefined {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`);
  const end = lines.findIndex((line, index) => index > start && line.trim() === '// #endregion');
  if (start < 0) return undefined;
  const indent = lines[start]?.search(/\S/) ?? 0;
  return lines
    .slice(start + 1, end)
    .map((line) => line.slice(indent))
    .join('\n');
}

function renewed(whole: string, shown: string, actual: string): string {
  const at = whole.lastIndexOf(shown);
  return `${whole.slice(0, at)}${actual}${whole.slice(at + shown.length)}`;
}

/** As links name them: lower case, without signs, dashes for spaces. */
function headingsOf(file: string): string[] {
  const titles = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase());
  return titles.map((title) => title.replaceAll(/[^\p{L}\p{N}_ -]/gu, '').replaceAll(' ', '-'));
}

describe.each(pages)('docs/%s', (page) => {
  const path = join(docs, page);
  const text = readFileSync(path, 'utf8');
  const quotations = [...text.matchAll(marked)];

  test('quotes examples as they are, and what they give back', () => {
    let fresh = text;
    for (const [whole, kind = '', file = '', name, block, table] of quotations) {
      const shown = block ?? table?.trimEnd() ?? '';
      const actual = wanted(kind, file, name);
      expect(actual, `${kind} ${file}#${name ?? ''}`).toBeDefined();
      if (process.env['UPDATE_DOCS'] === '1') fresh = fresh.replace(whole, () => renewed(whole, shown, actual ?? ''));
      else expect(shown).toBe(actual);
    }
    if (fresh !== text) writeFileSync(path, fresh);
  });

  test('shows no code of its own', () => {
    const fences = [...text.matchAll(/^```(ts|js|json|text)$/gm)].length;
    expect(quotations.filter(([, , , , block]) => block !== undefined).length).toBe(fences);
  });

  test('links to what is there', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? '');
    expect(links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([]);
  });

  test('links to headings that are there', () => {
    const links = [...text.matchAll(/\]\(((?!https?:)[^)#\s]*)#([^)]+)\)/g)].filter(([, file = '']) => file === '' || file.endsWith('.md'));
    const lost = links.filter(
      ([, file = '', heading = '']) => !headingsOf(file === '' ? path : join(dirname(path), file)).includes(heading),
    );
    expect(lost.map(([link]) => link)).toEqual([]);
  });

  test('names what the linked files declare', () => {
    const names = [...text.matchAll(/\[`([A-Za-z]+)`\]\(([^)#\s]+\.ts)\)/g)].map(([, name = '', link = '']) => ({ name, link }));
    const declares = ({ name, link }: { name: string; link: string }): boolean =>
      new RegExp(`(type|interface|function|const) ${name}\\b`).test(readFileSync(join(dirname(path), link), 'utf8'));
    expect(names.filter((named) => !declares(named))).toEqual([]);
  });
});

test('the glossary gives the guards as they are set', () => {
  const glossary = readFileSync(join(docs, 'glossary.md'), 'utf8');
  const rows = Object.entries(guardDefaults).map(([name, { floor, share }]) => `| \`${name}\` | ${floor} | ${Math.round(share * 100)} % |`);
  expect(rows.filter((row) => !glossary.includes(row))).toEqual([]);
});

describe('the page about stores', () => {
  const page = readFileSync(join(docs, 'stores.md'), 'utf8');
  const namesIn = (cell: string): string[] => [...cell.matchAll(/`\w+`/g)].map(([name]) => name);
  const rowsIn = (text: string): string[][][] => [...text.matchAll(/^\| (`.*)\|$/gm)].map(([, row = '']) => row.split('|').map(namesIn));
  const cells = rowsIn(page.slice(page.indexOf('\n## What is in it'), page.indexOf('\n## Tenants')));
  const code = (names: readonly string[]): string[] => names.map((name) => `\`${name}\``);

  test('names every collection, each once', () => {
    const named = cells.flatMap(([names = []]) => names);
    expect(named.sort()).toEqual(code(Object.keys(collectionSpecs)).sort());
  });

  test('says of every collection what is encrypted in it', () => {
    const sealed = Object.entries(collectionSpecs).flatMap(([name, spec]) =>
      (spec.sealed ?? []).map((column) => `\`${name}\` \`${column}\``),
    );
    const unsaid = sealed.filter((both) => {
      const [name = '', column = ''] = both.split(' ');
      return !cells.some((row) => row[0]?.includes(name) === true && row[3]?.includes(column) === true);
    });
    expect(unsaid).toEqual([]);
  });

  test('names every kind of entry that the inbox takes', () => {
    const unnamed = code(Object.keys(entrySchemas)).filter((kind) => !rowsIn(page).some(([names = []]) => names.includes(kind)));
    expect(unnamed).toEqual([]);
  });
});
