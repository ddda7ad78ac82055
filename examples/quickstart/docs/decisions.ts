// The code at the top of the records in docs/decisions.
import { createLifecycle, type HrisSource, type LifecycleOptions, memoryStore } from '@tenure/core';
import type { EmployeeRecord } from '@tenure/core/connector';
import { manualClock, memoryIdentityProvider, memorySource } from '@tenure/core/testing';

const outputs: Record<string, string> = {};

function startWorld(changes: Partial<LifecycleOptions> = {}) {
  const { source, backend: hr } = memorySource();
  const { provider, backend: org } = memoryIdentityProvider({ id: 'okta' });
  const hands = manualClock(Date.parse('2026-11-23T09:00:00Z'));
  const clock = { now: hands.now, sleep: async (milliseconds: number): Promise<void> => hands.advance(milliseconds) };
  for (const name of ['Sales-Access', 'Finance-Secure']) org.addGroup(name, { id: name });
  hr.setDepartments([
    { id: 'sales', name: 'Sales' },
    { id: 'finance', name: 'Finance' },
  ]);
  const groups = { Sales: ['Sales-Access'], Finance: ['Finance-Secure'] };
  const lifecycle = createLifecycle({
    timeZone: 'UTC',
    source,
    identityProvider: provider,
    groups,
    store: memoryStore(),
    clock,
    ...changes,
  });
  return { lifecycle, hr, org, source, provider };
}

const ada = { firstName: 'Ada', lastName: 'Berg', workEmail: 'ada@example.com', departmentId: 'sales', status: 'active' };

// 0002: somebody who left comes back under a new employee id.
{
  const { lifecycle, hr } = startWorld();
  hr.setEmployees([{ ...ada, id: 'e1', status: 'terminated', startDate: '2019-03-04', endDate: '2024-06-28' }]);
  await lifecycle.sync();
  hr.putEmployee({ ...ada, id: 'e7', startDate: '2026-11-02' });
  await lifecycle.sync();
  const seen: string[] = [];
  // #region person
  for await (const { id, phase, employments } of lifecycle.people()) {
    seen.push(`${id}: ${phase}, ${employments.map((employment) => employment.id).join(' + ')}`);
  }
  // #endregion
  outputs['person'] = seen.join('\n');
}

// 0003, 0008 and 0009: an account that was there before, then a new title.
{
  const { lifecycle, hr, org } = startWorld();
  const user = org.addUser({ userName: 'ada@example.com', title: 'Head of Sales (acting)' }, { id: 'user-ada' });
  hr.setEmployees([{ ...ada, id: 'e1', jobTitle: 'Account Manager' }]);
  const titles: string[] = [];
  // #region adopt
  const first = await lifecycle.plan();
  for (const { hash } of first.header.held) await lifecycle.approve(hash, { by: 'ines.marsh' });
  await lifecycle.apply(first); // the account is ours to look after; its title stays
  await lifecycle.sync();
  titles.push(`${user.profile.title}`);
  hr.putEmployee({ ...ada, id: 'e1', jobTitle: 'Head of Sales' });
  const plan = await lifecycle.plan();
  await lifecycle.apply(plan); // HR changed it: now it is written
  titles.push(`${user.profile.title}`);
  // #endregion
  outputs['adopt'] = titles.join('\n');
  const written: string[] = [];
  // #region change
  for await (const change of plan.changes()) written.push(JSON.stringify(change));
  // #endregion
  outputs['change'] = written.join('\n').replace(/"payloadHash":"[\w-]+"/, '"payloadHash":"mS0x7cJ2Wq4bXv1tKeYd9A"');
}

// 0004: one commit, all or nothing.
{
  const store = memoryStore();
  const row = { name: 'decide', owner: '', until: 0, fence: 0 };
  // #region commit
  await store.commit('acme', [{ op: 'insert-if-absent', in: 'lease', row }]);
  const take = (owner: string) =>
    store.commit('acme', [{ op: 'update', in: 'lease', key: ['decide'], set: { owner, fence: 1 }, when: { fence: 0 } }]);
  const results = [await take('first'), await take('second')];
  // #endregion
  outputs['commit'] = results.map((result) => JSON.stringify(result)).join('\n');
}

// 0007: left from Sales, back in Finance.
{
  const { lifecycle, hr, org } = startWorld();
  const groups: string[] = [];
  const note = (): void => void groups.push([...org.users.values()].map((user) => `${user.state}: ${[...user.groups].join(', ')}`).join());
  // #region rehire
  hr.setEmployees([{ ...ada, id: 'e1' }]);
  await lifecycle.sync();
  hr.setEmployees([{ ...ada, id: 'e1', status: 'terminated' }]);
  await lifecycle.sync();
  note();
  hr.setEmployees([{ ...ada, id: 'e1', departmentId: 'finance' }]);
  await lifecycle.sync();
  note();
  // #endregion
  outputs['rehire'] = groups.join('\n');
}

// 0009: what waits for what.
{
  const { lifecycle, hr } = startWorld();
  hr.setEmployees([{ ...ada, id: 'e1' }]);
  await lifecycle.sync();
  hr.setEmployees([{ ...ada, id: 'e1', status: 'terminated' }]);
  await lifecycle.sync();
  hr.setEmployees([{ ...ada, id: 'e1', departmentId: 'finance' }]);
  const plan = await lifecycle.plan();
  const order: string[] = [];
  // #region after
  for await (const { id, after } of plan.changes()) order.push(`${id}${after === undefined ? '' : ` after ${after}`}`);
  // #endregion
  outputs['after'] = order.join('\n');
}

// 0006: a record with its own text.
{
  const line = 'W1,Ada,Berg,Sales';
  const [id = '', firstName, lastName, departmentId] = line.split(',');
  // #region raw
  const record: EmployeeRecord = { kind: 'record', value: { id, firstName, lastName, departmentId }, raw: line };
  const reading: Pick<HrisSource, 'readingVersion'> = { readingVersion: 'columns: id, firstName, lastName, departmentId' };
  // #endregion
  outputs['raw'] = `${record.kind} ${reading.readingVersion ?? ''}`;
}

// 0012: how much a reading may lack.
{
  const { source } = memorySource();
  // #region feed
  const options: Partial<LifecycleOptions> = {
    source,
    feed: { absence: 'confirm', peopleFall: 0.2, coverageFall: 0.2 }, // the defaults
  };
  // #endregion
  startWorld(options);
}

export { outputs };
