// A company over time: hours and zones, addresses, grants, a manual app, a handler, and what is foreseen.
import { createLifecycle, everyone, inDepartment, manualApp, memoryStore } from '@tenure/core';
import { manualClock, memoryApp, memoryIdentityProvider, memorySource } from '@tenure/core/testing';

const { source, backend: hr } = memorySource();
const { provider: okta } = memoryIdentityProvider({ id: 'okta' });
const { app: chat } = memoryApp({ id: 'chat' });
const hands = manualClock(Date.parse('2026-11-23T09:00:00Z'));
const clock = { now: hands.now, sleep: async (milliseconds: number): Promise<void> => hands.advance(milliseconds) };
const day = 86_400_000;

hr.setDepartments([{ id: 'sales', name: 'Sales' }]);
const here = { departmentId: 'sales', status: 'active', startDate: '2020-01-06' };
hr.setEmployees([
  { id: 'W1', firstName: 'Aiko', lastName: 'Sato', workEmail: 'aiko@example.com', timeZone: 'Asia/Tokyo', ...here, endDate: '2026-11-27' },
  { id: 'W2', firstName: 'Łukasz', lastName: 'Nowak', workEmail: null, ...here, startDate: '2026-12-01' },
  { id: 'W3', firstName: 'Ben', lastName: 'Cole', workEmail: 'ben@example.com', ...here, departmentId: null },
]);

// #region options
const badge = manualApp({ id: 'badge', owner: 'facilities', give: 'Hand out a badge', take: 'Collect the badge' });

const lifecycle = createLifecycle({
  timeZone: 'Europe/Warsaw', // for whoever HR states no zone of
  zones: { Osaka: 'Asia/Tokyo' }, // by location name, city or country
  source,
  identityProvider: okta,
  apps: [
    { app: chat, policy: 'both', for: inDepartment('Sales'), schedule: { graceDays: 5 } },
    { app: badge, policy: 'both', for: everyone(), schedule: { cutAccessAt: 'end-of-last-day' } },
  ],
  schedule: { createDaysBeforeStart: 3, cutAccessAt: { at: '17:00' }, deleteAfterDays: 30, onLeave: 'suspend' },
  addresses: { domain: 'example.com', pattern: ['first.last', 'flast'] },
  activation: { firstImport: everyone(), joiners: everyone(), seats: 500 },
  store: memoryStore(),
  clock,
});
// #endregion

const welcomed: string[] = [];

// #region handler
lifecycle.on('joined', { name: 'welcome-mail' }, async (event, { id }) => {
  welcomed.push(`${event.person} ${id}`); // at least once: `id` is the same every time
});
// #endregion

await lifecycle.sync();

// #region grant
await lifecycle.grant('W3', 'chat', { by: 'ana', reason: 'the spring project', until: clock.now() + 30 * day });
// #endregion

await lifecycle.sync();

const foreseen: string[] = [];
// #region upcoming
for await (const { at, person, changes } of lifecycle.upcoming(14)) {
  foreseen.push(`${at} ${person}: ${changes.map(({ kind, target }) => `${kind} ${target}`).join(', ')}`);
}
// #endregion

// #region tasks
for await (const task of lifecycle.tasks({ owner: 'facilities' })) {
  await lifecycle.completeTask(task, { by: 'frank' });
}
// #endregion

hands.advance(9 * day);
await lifecycle.sync();
const logins: string[] = [];
for await (const person of lifecycle.people()) logins.push(`${person.id} ${person.primary.workEmail ?? person.address}`);

const second = { id: 'W4', firstName: 'Ben', lastName: 'Stone', workEmail: 'ben@example.com', ...here, startDate: '2027-01-04' };
hr.putEmployee(second); // his next contract, under his new name: nobody can tell that it is him
await lifecycle.sync();

// #region join
await lifecycle.join('W4', 'W3', { by: 'ana', reason: 'he showed his passport' });
// #endregion

await lifecycle.sync();
const joined: string[] = [];
for await (const { id, employments } of lifecycle.people()) joined.push(`${id}: ${employments.map((one) => one.id).join(' + ')}`);

export const outputs: Readonly<Record<string, string>> = {
  upcoming: foreseen.join('\n'),
  logins: logins.join('\n'),
  joined: joined.join('\n'),
};
