// Promise 12: every leaver has a receipt that says what was cut, when and seen how, and what is still on.
import { expect, test } from 'vitest';
import { TenureError } from '../src/index.ts';
import { hour, noGuards, reopened, settledWorld, worker, workers } from './world.ts';

const left = worker(2, { status: 'terminated', endDate: '2026-11-20' });
const briefly = ({ lines }: { readonly lines: readonly { target: string; state: string; change: string | null; seen: string | null }[] }) =>
  lines.map(({ target, state, change, seen }) => `${target} ${state} ${change} ${seen}`);

test('a receipt names every account that was cut, when, what was seen, and the row of the trail that proves it', async () => {
  const world = await settledWorld(workers(4), { apps: [] });
  world.hr.putEmployee(left);
  await world.lifecycle.sync();
  const receipt = await world.lifecycle.receipt('e0002');
  expect(receipt).toMatchObject({ person: 'e0002', left: true, complete: true });
  expect(briefly(receipt)).toEqual(['okta cut user.disable disabled']);
  const [line] = receipt.lines;
  const { audit } = world.lifecycle;
  for await (const row of audit({ person: 'e0002' })) {
    if (row.sequence === line?.sequence) expect(row).toMatchObject({ at: line.at, facts: { change: 'user.disable' } });
  }
  expect(receipt.head).toEqual((await audit.verify()).head);
});

test('what is still on is NOT CUT with its reason: a failure, a policy, a guard', async () => {
  const world = await settledWorld(workers(12));
  world.clock.advance(hour);
  world.hr.putEmployee(left);
  const refused = new TenureError('CONNECTOR_FORBIDDEN', { system: 'chat', verb: 'disable account', fact: 'no permission', details: {} });
  world.chat.fail('accounts.disable', 'every', { kind: 'before', error: refused });
  await world.lifecycle.sync();
  const receipt = await world.lifecycle.receipt('e0002');
  expect(receipt.complete).toBe(false);
  expect(receipt.lines.map(({ target, state, because }) => [target, state, because])).toEqual([
    ['chat', 'NOT CUT', 'the cut was failed: CONNECTOR_FORBIDDEN'],
    ['code', 'NOT CUT', 'policy create-only never removes'],
    ['okta', 'cut', null],
  ]);
  expect(receipt.toMarkdown()).toContain('2 NOT CUT');

  world.clock.advance(hour);
  world.hr.setEmployees(workers(12).map((person) => ({ ...person, status: 'terminated' as const })));
  await world.lifecycle.sync();
  expect((await world.lifecycle.receipt('e0003')).lines).toContainEqual(
    expect.objectContaining({ target: 'okta', state: 'NOT CUT', because: expect.stringContaining('held by a guard') }),
  );
});

test('a protected leaver is NOT CUT', async () => {
  const world = await settledWorld(workers(4), { apps: [] });
  const user = [...world.okta.users.values()].find(({ profile }) => profile.externalId === 'e0002');
  Object.assign(user ?? {}, { protectedBecause: 'administrator' });
  world.hr.putEmployee(left);
  await world.lifecycle.sync();
  expect((await world.lifecycle.receipt('e0002')).lines).toMatchObject([{ target: 'okta', state: 'NOT CUT' }]);
});

test('what the target says nobody can see, and what nobody has read back, stands under what is not verified', async () => {
  const world = await settledWorld(
    workers(4),
    { guards: noGuards },
    { chat: { effects: { unverified: ['sessions until they expire'] }, without: ['accounts.get'] } },
  );
  world.hr.putEmployee(left);
  await world.lifecycle.sync();
  const receipt = await world.lifecycle.receipt('e0002');
  expect(receipt.lines.find(({ target }) => target === 'chat')).toMatchObject({
    state: 'cut',
    seen: null,
    unverified: ['the target cannot show an account by its id', 'sessions until they expire'],
  });
  expect(receipt.toMarkdown()).toContain('- chat: sessions until they expire');
});

test('a cut that waits for the target, or for somebody to look, is asked for and not cut', async () => {
  const world = await settledWorld(workers(4), { apps: [] });
  world.hr.putEmployee(left);
  const error = new TenureError('CONNECTOR_UNAVAILABLE', { system: 'okta', verb: 'get user', fact: 'down', details: {} });
  world.okta.fail('users.get', 'every', { kind: 'before', error });
  await world.lifecycle.sync();
  const receipt = await world.lifecycle.receipt('e0002');
  expect([receipt.complete, ...briefly(receipt)]).toEqual([false, 'okta asked-for user.disable null']);
  world.okta.heal();
  await world.lifecycle.plan();
  const later = await world.lifecycle.receipt('e0002');
  expect([later.complete, ...briefly(later)]).toEqual([true, 'okta cut user.disable disabled']);
});

test('an account in a system that is not attached any more is still on the receipt', async () => {
  const world = await settledWorld(workers(4));
  const later = reopened(world, { apps: [] });
  later.hr.putEmployee(left);
  await later.lifecycle.sync();
  expect(briefly(await later.lifecycle.receipt('e0002'))).toContain('chat NOT CUT null null');
});

test('whoever has not left has a receipt that says so, and nobody has none', async () => {
  const world = await settledWorld(workers(4));
  const receipt = await world.lifecycle.receipt('e0001');
  expect(receipt).toMatchObject({ left: false, complete: false });
  expect(receipt.toMarkdown()).toContain('Has NOT left');
  await expect(world.lifecycle.receipt('nobody')).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});
