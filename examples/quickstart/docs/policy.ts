// What docs/policy.md shows: rules, a policy document, and what another policy would do.
import { fileSource } from '@tenure/connector-file';
import {
  allOf,
  createLifecycle,
  definePolicy,
  everyone,
  inCountry,
  inDepartment,
  memoryStore,
  not,
  where,
  withEmploymentType,
} from '@tenure/core';
import { startCompany } from './company.ts';
import document from './policy.json' with { type: 'json' };

// #region rules
const engineers = inDepartment('Engineering'); // by id or name, with the units below it
const exactlyEngineering = inDepartment('Engineering', { subDepartments: false });
const staff = not(withEmploymentType('contractor', 'freelance'));
const germanStaff = allOf(staff, inCountry('DE')); // the country of the work location, as HR writes it
const managers = where('managers', ({ employee }) => employee.jobTitle?.includes('Manager') === true);
// #endregion

const company = startCompany();
const { employees, okta, chat, code, clock, org } = company;
for (const name of ['People-Leads', 'Berlin-Office', 'Core-Reviewers']) org.addGroup(name, { id: name.toLowerCase() });

// #region groups
const lifecycle = createLifecycle({
  timeZone: 'America/New_York',
  source: fileSource({ employees }),
  identityProvider: okta,
  groups: [
    { for: engineers, groups: ['Engineering-Core'] },
    { for: exactlyEngineering, groups: ['Core-Reviewers'] },
    { for: managers, groups: ['People-Leads'] },
    { for: germanStaff, groups: ['Berlin-Office'] },
  ],
  apps: [
    { app: chat, policy: 'both', for: everyone() },
    { app: code, policy: 'create-only', for: engineers },
  ],
  store: memoryStore(),
  clock,
});
// #endregion
await lifecycle.sync();

// #region document
const policy = definePolicy(document, {
  passedProbation: ({ person }) => person.startDate !== null && person.startDate < '2026-01-01',
});
// #endregion

// #region what-if
const difference = await lifecycle.plan({ policy });
const print = difference.toMarkdown({ rows: 8 });
// #endregion

// #region refused
let refusal = '';
try {
  definePolicy({ version: 1, apps: { chat: { policy: 'sometimes' } }, shedule: {} });
} catch (error) {
  refusal = String(error);
}
// #endregion

await lifecycle.close();
company.end();

export const outputs: Readonly<Record<string, string>> = { 'what-if': print.trimEnd(), refused: refusal };
