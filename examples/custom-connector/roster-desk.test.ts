import assert from 'node:assert/strict';
import { isTenureError } from '@tenure/core/connector';
import { type AppWorld, describeConnector, injectableFaults, testContext } from '@tenure/core/testing';
import { describe, test } from 'vitest';
import { rosterDesk } from './roster-desk.ts';
import { type Member, startRosterDesk } from './roster-desk-server.ts';

// #region world
/** A running Roster Desk, the connector to it, and the desk's own records in the words of the contract. */
async function makeWorld(): Promise<AppWorld> {
  const desk = await startRosterDesk(); // a server on loopback, fresh for every rule
  return {
    kind: 'app',
    connector: rosterDesk({ baseUrl: desk.baseUrl, token: desk.token }),
    faults: injectableFaults, // what `inject` can bring about: 401, lost answers, login pages, …
    inject: desk.inject,
    secrets: [desk.token], // must appear in no error and no log line
    backend: {
      seedAccount: ({ profile, state }) =>
        desk.add({
          login: profile.userName ?? '',
          email: profile.email ?? null,
          external_ref: profile.externalId ?? null,
          name: profile.displayName ?? null,
          job_title: profile.title ?? null,
          status: state === 'active' ? 'active' : 'inactive',
        }).id,
      snapshot: () => ({ accounts: [...desk.members.values()].map(heldAccount) }),
    },
    close: desk.close,
  };
}

function heldAccount(member: Member) {
  const { id, login, email = null, external_ref = null, name = null, job_title = null } = member;
  const state = member.status === 'active' ? ('active' as const) : ('disabled' as const);
  return { id, state, profile: { userName: login, email, externalId: external_ref, displayName: name, title: job_title } };
}

describeConnector({ name: 'Roster Desk', kind: 'app', makeWorld }, { describe, test });
// #endregion

describe('Roster Desk besides the contract', () => {
  test('wrong options are refused together, before anything is requested', () => {
    assert.throws(
      () => rosterDesk({ baseUrl: 'http://rosterdesk.example', token: '', colour: 'red' } as never),
      (error) => isTenureError(error) && error.code === 'OPTIONS_INVALID' && error.details.problems.length === 3,
    );
  });

  test('an owner is shown as protected and is not turned off', async () => {
    const desk = await startRosterDesk();
    try {
      const { accounts } = rosterDesk({ baseUrl: desk.baseUrl, token: async () => desk.token });
      const page = await accounts.list?.({ limit: 1 }, testContext());
      const accountId = page?.items[0]?.id ?? '';
      assert.equal(page?.items[0]?.protectedBecause, 'it owns this Roster Desk');
      await assert.rejects(async () => accounts.disable?.({ accountId }, testContext()), { code: 'CONNECTOR_PROTECTED_ACCOUNT' });
      assert.equal(desk.members.get(accountId)?.status, 'active');
    } finally {
      await desk.close();
    }
  });
});
