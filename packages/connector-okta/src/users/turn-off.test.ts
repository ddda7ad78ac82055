import { describe, expect, test } from 'vitest';
import { startLoopback } from '../../test/loopback.ts';

const off = (accountId: string, mode: 'deactivate' | 'suspend' = 'deactivate') => ({ accountId, mode });

describe('a leaver', () => {
  test('is off, with Okta sessions and tokens ended and groups kept; sessions inside apps go on', async () => {
    await using okta = await startLoopback();
    const group = okta.backend.seedGroup({ name: 'Sales' });
    const { id } = okta.backend.seedUser({ login: 'ada@example.com', groupIds: [group.id] });
    okta.backend.signIn(id);
    expect(await okta.provider.users.disable(off(id), okta.context)).toMatchObject({ outcome: 'changed' });
    expect(okta.backend.user(id)).toMatchObject({ status: 'DEPROVISIONED', sessions: { okta: 0, tokens: 0, apps: 1 } });
    expect(okta.backend.groupsOf(id)).toEqual([group.id]);
  });

  test('costs four calls, and one more once for the owner of the token', async () => {
    await using okta = await startLoopback();
    const ids = ['ada', 'alan'].map((name) => okta.backend.seedUser({ login: `${name}@example.com` }).id);
    for (const id of ids) await okta.provider.users.disable(off(id), okta.context);
    const leaver = ['GET /users/*/roles', 'POST /users/*/lifecycle/deactivate', 'DELETE /users/*/sessions', 'GET /users/*'];
    expect(okta.calls()).toEqual(['GET /users/me', ...leaver, ...leaver]);
  });

  test.each(['STAGED', 'PROVISIONED', 'LOCKED_OUT', 'PASSWORD_EXPIRED', 'RECOVERY', 'SUSPENDED'] as const)(
    'is deactivated from %s too',
    async (status) => {
      await using okta = await startLoopback();
      const { id } = okta.backend.seedUser({ login: 'ada@example.com', status });
      expect(await okta.provider.users.disable(off(id), okta.context)).toMatchObject({ outcome: 'changed' });
      expect(okta.backend.user(id)?.status).toBe('DEPROVISIONED');
    },
  );

  test.each([204, 404] as const)(
    'who is off already loses the tokens an earlier try left, where Okta answers %i to that',
    async (status) => {
      await using okta = await startLoopback({}, { switches: { sessionsOfDeprovisioned: status } });
      const { id } = okta.backend.seedUser({ login: 'ada@example.com', status: 'DEPROVISIONED' });
      okta.backend.signIn(id);
      expect(await okta.provider.users.disable(off(id), okta.context)).toMatchObject({ outcome: 'unchanged' });
      expect(okta.backend.user(id)?.sessions.tokens).toBe(status === 204 ? 0 : 1);
    },
  );

  test('whose tokens Okta does not end once they are off has that in the notes, and whose it ends has not', async () => {
    for (const [sessionsOfDeprovisioned, notes] of [[404, [expect.stringContaining('tokens')]] as const, [204, undefined] as const]) {
      await using okta = await startLoopback({}, { switches: { sessionsOfDeprovisioned } });
      const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
      okta.backend.signIn(id);
      const { outcome, ...answer } = await okta.provider.users.disable(off(id), okta.context);
      expect({ outcome, tokens: okta.backend.user(id)?.sessions.tokens }).toEqual({
        outcome: 'changed',
        tokens: notes === undefined ? 0 : 1,
      });
      expect(answer.notes).toEqual(notes);
    }
  });

  test('who is off already and whom Okta deactivates again without a word is off, with tokens ended', async () => {
    await using okta = await startLoopback({}, { switches: { deactivateDeprovisioned: 200 } });
    const { id } = okta.backend.seedUser({ login: 'ada@example.com', status: 'DEPROVISIONED' });
    okta.backend.signIn(id);
    expect(await okta.provider.users.disable(off(id), okta.context)).toMatchObject({ seen: 'disabled' });
    expect(okta.backend.user(id)).toMatchObject({ status: 'DEPROVISIONED', sessions: { okta: 0, tokens: 0 } });
  });

  test('who is gone is unchanged', async () => {
    await using okta = await startLoopback();
    expect(await okta.provider.users.disable(off('00unobody00000000000'), okta.context)).toMatchObject({ outcome: 'unchanged' });
  });
});

describe('a suspension', () => {
  test('keeps everything for the return', async () => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    okta.backend.signIn(id);
    expect(await okta.provider.users.disable(off(id, 'suspend'), okta.context)).toMatchObject({ outcome: 'changed' });
    expect(okta.backend.user(id)).toMatchObject({ status: 'SUSPENDED', sessions: { okta: 0, tokens: 0 } });
    expect(await okta.provider.users.enable({ accountId: id }, okta.context)).toMatchObject({ outcome: 'changed' });
    expect(okta.backend.user(id)?.status).toBe('ACTIVE');
  });

  test.each(['STAGED', 'PROVISIONED'] as const)('of someone who never began (%s) is a deactivation', async (status) => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com', status });
    await okta.provider.users.disable(off(id, 'suspend'), okta.context);
    expect(okta.backend.user(id)?.status).toBe('DEPROVISIONED');
  });

  test.each(['LOCKED_OUT', 'PASSWORD_EXPIRED', 'RECOVERY'] as const)(
    'of a user in %s is refused unless the options allow more',
    async (status) => {
      await using okta = await startLoopback();
      const { id } = okta.backend.seedUser({ login: 'ada@example.com', status });
      await expect(okta.provider.users.disable(off(id, 'suspend'), okta.context)).rejects.toMatchObject({
        code: 'CONNECTOR_IRREVERSIBLE_REFUSED',
      });
      expect(okta.backend.user(id)?.status).toBe(status);
      await using willing = await startLoopback({ whenSuspendImpossible: 'deactivate' });
      const other = willing.backend.seedUser({ login: 'ada@example.com', status });
      expect(await willing.provider.users.disable(off(other.id, 'suspend'), willing.context)).toMatchObject({ outcome: 'changed' });
    },
  );
});

test.each([
  ['E0000001', 400],
  ['E0009999', 403],
  ['E0009999', 404],
] as const)('a suspension of an active user that Okta refuses with %s (%i) is no reason to deactivate them', async (code, status) => {
  for (const whenSuspendImpossible of ['refuse', 'deactivate'] as const) {
    await using okta = await startLoopback({ whenSuspendImpossible, http: { maxRetries: 0 } });
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    okta.server.fail({ path: '/api/v1/users/*/lifecycle/suspend', effect: { kind: 'status', status, code } });
    await expect(okta.provider.users.disable(off(id, 'suspend'), okta.context)).rejects.toMatchObject({ code: 'CONNECTOR_NOT_EFFECTIVE' });
    expect(okta.backend.user(id)?.status).toBe('ACTIVE');
  }
});

describe('protection', () => {
  test('administrators and the token’s owner are neither turned off nor deleted', async () => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com', roles: ['USER_ADMIN'] });
    for (const accountId of [id, okta.backend.ownerId]) {
      await expect(okta.provider.users.disable(off(accountId), okta.context)).rejects.toMatchObject({
        code: 'CONNECTOR_PROTECTED_ACCOUNT',
      });
      await expect(okta.provider.users.delete?.({ accountId }, okta.context)).rejects.toMatchObject({
        code: 'CONNECTOR_PROTECTED_ACCOUNT',
      });
      expect(okta.backend.user(accountId)?.status).toBe('ACTIVE');
    }
  });

  test('where administrators may be turned off, the token’s owner still may not', async () => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com', roles: ['USER_ADMIN'] });
    expect(await okta.provider.users.disable(off(id), { ...okta.context, allowAdmins: true })).toMatchObject({ outcome: 'changed' });
    await expect(okta.provider.users.disable(off(okta.backend.ownerId), { ...okta.context, allowAdmins: true })).rejects.toMatchObject({
      code: 'CONNECTOR_PROTECTED_ACCOUNT',
    });
  });

  test('where administrators may be turned off and nobody can tell whose the token is, they may not', async () => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com', roles: ['USER_ADMIN'] });
    okta.server.fail({ path: '/api/v1/users/me', effect: { kind: 'status', status: 403, code: 'E0000006' } });
    await expect(okta.provider.users.disable(off(id), { ...okta.context, allowAdmins: true })).rejects.toMatchObject({
      code: 'CONNECTOR_PROTECTED_ACCOUNT',
    });
    expect(okta.backend.user(id)?.status).toBe('ACTIVE');
  });

  test('who is an administrator is asked anew at every try: made one since the last, they stay; one no more, they go', async () => {
    await using okta = await startLoopback({ http: { maxRetries: 0 } });
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    okta.server.fail({ path: '/api/v1/users/*/lifecycle/deactivate', effect: { kind: 'status', status: 503, code: 'E0000181' } });
    await expect(okta.provider.users.disable(off(id), okta.context)).rejects.toMatchObject({ code: 'CONNECTOR_OUTCOME_UNKNOWN' });
    okta.backend.alterUser(id, { roles: ['SUPER_ADMIN'] });
    await expect(okta.provider.users.disable(off(id), okta.context)).rejects.toMatchObject({ code: 'CONNECTOR_PROTECTED_ACCOUNT' });
    expect(okta.backend.user(id)?.status).toBe('ACTIVE');
    okta.backend.alterUser(id, { roles: [] });
    expect(await okta.provider.users.disable(off(id), okta.context)).toMatchObject({ seen: 'disabled' });
  });

  test('a token that cannot read roles turns nobody off', async () => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    okta.server.fail({ path: '/api/v1/users/*/roles', effect: { kind: 'status', status: 403, code: 'E0000006' } });
    await expect(okta.provider.users.disable(off(id), okta.context)).rejects.toMatchObject({ code: 'CONNECTOR_FORBIDDEN' });
    expect(okta.backend.user(id)?.status).toBe('ACTIVE');
  });
});

describe('a lost answer', () => {
  test.each(['deactivate', 'suspend'] as const)('of %s is an unknown outcome, and the same again ends what is left', async (mode) => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    okta.backend.signIn(id);
    okta.server.fail({ method: 'POST', effect: { kind: 'reset-after' } });
    await expect(okta.provider.users.disable(off(id, mode), okta.context)).rejects.toMatchObject({ code: 'CONNECTOR_OUTCOME_UNKNOWN' });
    expect(okta.backend.user(id)).toMatchObject({ status: mode === 'suspend' ? 'SUSPENDED' : 'DEPROVISIONED', sessions: { tokens: 1 } });
    expect(await okta.provider.users.disable(off(id, mode), okta.context)).toMatchObject({ outcome: 'unchanged' });
    expect(okta.backend.user(id)?.sessions.tokens).toBe(0);
  });

  test('of ending sessions is made good at once: ending them twice harms nobody', async () => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    okta.server.fail({ method: 'DELETE', effect: { kind: 'reset-after' } });
    expect(await okta.provider.users.disable(off(id), okta.context)).toMatchObject({ outcome: 'changed' });
  });

  test('sessions that cannot be ended leave the outcome unknown, never "nothing happened"', async () => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    okta.server.fail({ method: 'DELETE', effect: { kind: 'status', status: 403, code: 'E0000006' } });
    await expect(okta.provider.users.disable(off(id), okta.context)).rejects.toMatchObject({ code: 'CONNECTOR_OUTCOME_UNKNOWN' });
  });

  test.each([1, 2])('of delete number %i is an unknown outcome, and the same again finishes', async (nth) => {
    await using okta = await startLoopback();
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    okta.server.fail({ method: 'DELETE', nth, effect: { kind: 'reset-after' } });
    await expect(okta.provider.users.delete?.({ accountId: id }, okta.context)).rejects.toMatchObject({
      code: 'CONNECTOR_OUTCOME_UNKNOWN',
    });
    expect(await okta.provider.users.delete?.({ accountId: id }, okta.context)).toMatchObject({
      outcome: nth === 1 ? 'changed' : 'unchanged',
    });
    expect(okta.backend.user(id)).toBeUndefined();
  });
});
