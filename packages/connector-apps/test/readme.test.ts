// The README's account of the apps is made from the profiles. UPDATE_DOCS=1 writes it.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as apps from '../src/index.ts';
import { testedApps } from './apps.ts';
import { appsInWords } from './effects-table.ts';

const file = new URL('../README.md', import.meta.url);
const [begin, end] = [
  '<!-- made from the profiles: UPDATE_DOCS=1 vitest run packages/connector-apps/test/readme.test.ts -->',
  '<!-- end -->',
];

test('the README says of every app what its profile says', () => {
  const text = readFileSync(file, 'utf8');
  const [before, rest = ''] = text.split(begin);
  const after = rest.slice(rest.indexOf(end));
  const wanted = `${before}${begin}\n\n${appsInWords()}\n\n${after}`;
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, wanted);
  else expect(text).toBe(wanted);
});

test('every app of the README is exported under the name it has there', () => {
  for (const [, name = ''] of appsInWords().matchAll(/import \{ (\w+) \}/g)) expect(apps).toHaveProperty(name, expect.any(Function));
  expect([...appsInWords().matchAll(/import \{/g)]).toHaveLength(testedApps.length);
});
