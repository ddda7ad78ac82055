import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { isTenureError, TenureError } from '../../connector/index.ts';
import { memoryApp, memoryIdentityProvider, memorySource, testContext } from '../index.ts';

const unavailable = new TenureError('CONNECTOR_UNAVAILABLE', { system: 'test', verb: 'test', fact: 'down', details: {} });

describe('memory worlds', () => {
  test('a source gives pages no larger than asked and no larger than its own', async () => {
    const { source, backend } = memorySource({ pageSize: 2 });
    backend.setEmployees(['a', 'b', 'c'].map((id) => ({ id })));
    const context = testContext();
    const first = await source.employees.list({ limit: 50 }, context);
    assert.equal(first.items.length, 2);
    const last = await source.employees.list({ limit: 50, cursor: first.next }, context);
    assert.deepEqual(last, { items: [{ kind: 'record', value: { id: 'c' } }] });
  });

  test('an empty page is followed by the rest; a cut page claims to be the last', async () => {
    const { source, backend } = memorySource();
    backend.setEmployees(['a', 'b'].map((id) => ({ id })));
    backend.fail('employees.list', 1, { kind: 'empty-page' });
    backend.fail('employees.list', 3, { kind: 'cut-page' });
    const context = testContext();
    const empty = await source.employees.list({ limit: 10 }, context);
    assert.deepEqual(empty.items, []);
    const rest = await source.employees.list({ limit: 10, cursor: empty.next }, context);
    assert.equal(rest.items.length, 2);
    const cut = await source.employees.list({ limit: 10 }, context);
    assert.equal(cut.items.length, 1);
    assert.equal(cut.next, undefined);
  });

  test('a failure before the write leaves nothing behind, one after it leaves the account', async () => {
    const { app, backend } = memoryApp();
    backend.fail('accounts.create', 1, { kind: 'before', error: unavailable });
    backend.fail('accounts.create', 2, { kind: 'after' });
    const request = { profile: { userName: 'ada@example.com' } };
    await assert.rejects(app.accounts.create(request, testContext()), unavailable);
    assert.equal(backend.accounts.size, 0);
    await assert.rejects(app.accounts.create(request, testContext()), { code: 'CONNECTOR_OUTCOME_UNKNOWN' });
    assert.equal(backend.accounts.size, 1);
    await assert.rejects(
      app.accounts.create({ profile: { userName: 'ADA@example.com' } }, testContext()),
      (error) => isTenureError(error) && error.code === 'CONNECTOR_CONFLICT' && error.details.accountIds?.[0] === 'account-1',
    );
  });

  test('a write without effect answers as if it had worked', async () => {
    const { provider, backend } = memoryIdentityProvider();
    const user = backend.addUser({ userName: 'ada' });
    backend.fail('users.disable', (call) => call.id === user.id, { kind: 'no-effect' });
    const answer = await provider.users.disable({ accountId: user.id, mode: 'deactivate' }, testContext());
    assert.equal(answer.outcome, 'changed');
    assert.equal(user.state, 'active');
  });

  test('a suspended user can be deactivated, a deactivated one stays so', async () => {
    const { provider, backend } = memoryIdentityProvider();
    const user = backend.addUser({ userName: 'ada' }, { sessions: 2 });
    const disable = async (mode: 'suspend' | 'deactivate') =>
      (await provider.users.disable({ accountId: user.id, mode }, testContext())).outcome;
    assert.deepEqual(
      [await disable('suspend'), await disable('deactivate'), await disable('suspend')],
      ['changed', 'changed', 'unchanged'],
    );
    assert.equal(user.disabledBy, 'deactivate');
    assert.equal(user.sessions, 0);
  });

  test('protected users and read-only groups refuse writes and stay as they are', async () => {
    const { provider, backend } = memoryIdentityProvider();
    const admin = backend.addUser({ userName: 'root' }, { protectedBecause: 'an administrator' });
    const ada = backend.addUser({ userName: 'ada' });
    const rule = backend.addGroup('Everyone', { readOnlyBecause: 'built in' });
    const context = testContext();
    await assert.rejects(provider.users.disable({ accountId: admin.id, mode: 'suspend' }, context), {
      code: 'CONNECTOR_PROTECTED_ACCOUNT',
    });
    await assert.rejects(provider.groups.add({ accountId: ada.id, groupId: rule.id }, context), { code: 'CONNECTOR_REJECTED' });
    assert.equal(admin.state, 'active');
    assert.deepEqual(backend.membersOf(rule.id), []);
  });

  test('verbs that are left out are not there', () => {
    const { app } = memoryApp({ without: ['accounts.list', 'accounts.delete'] });
    assert.equal(app.accounts.list, undefined);
    assert.equal(app.accounts.delete, undefined);
    assert.equal(typeof app.accounts.disable, 'function');
    assert.equal(memorySource({ without: ['evidence'] }).source.evidence, undefined);
  });

  test('time passes only on the clock of the context, and an abort ends a call with its own reason', async () => {
    const { source } = memorySource({ latencyMs: 250 });
    const context = testContext();
    const start = context.now();
    await source.employees.list({ limit: 1 }, context);
    assert.equal(context.now() - start, 250);
    const reason = new Error('enough');
    await assert.rejects(source.employees.list({ limit: 1 }, testContext({ signal: AbortSignal.abort(reason) })), reason);
  });
});
