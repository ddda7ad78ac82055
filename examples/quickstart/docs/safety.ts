// What docs/run-it-safely.md shows: guards of one's own, and what they hold.
import { fileSource } from '@tenure/connector-file';
import { createLifecycle, memoryStore } from '@tenure/core';
import { rows, startCompany } from './company.ts';

const company = startCompany();
const { employees, okta, clock } = company;

// #region guards
const lifecycle = createLifecycle({
  timeZone: 'America/New_York',
  source: fileSource({ employees }),
  identityProvider: okta,
  guards: { disable: { floor: 1, share: 0.02 } }, // one person, or 2 % of the accounts managed there: the larger counts
  store: memoryStore(),
  clock,
});
// #endregion
await lifecycle.sync();
company.write(rows.map((row) => (/^W[12],/.test(row) ? row.replace('Active', 'Terminated') : row)));
const { header } = await lifecycle.plan();
const held = header.held.filter((part) => part.class === 'disable');
await lifecycle.close();
company.end();

export const outputs: Readonly<Record<string, string>> = {
  held: held.map(({ target, class: what, people, limit, because }) => `${target}: ${what}: ${people} > ${limit}: ${because}`).join('\n'),
};
