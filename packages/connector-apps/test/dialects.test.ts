// Every app over the modelled server of its vendor, which was typed in from the vendor's sheet by somebody else than the profile.
import { type AccountProfile, type AppProvisioner, isTenureError } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { type DialectServer, sheets, startDialectServer } from '@tenure/simulators/dialects';
import { afterEach, describe, expect, test } from 'vitest';
import { type TestedApp, testedApps } from './apps.ts';

const ada: AccountProfile = {
  ...{ userName: 'ada@example.com', externalId: 'P-1', employeeNumber: 'N1', email: 'ada@example.com' },
  ...{ givenName: 'Ada', familyName: 'Lovelace', displayName: 'Ada Lovelace', title: 'Analyst', department: 'Engines' },
};
const keys = { externalId: 'P-1', userName: 'ada@example.com', email: 'ada@example.com' };

let server: DialectServer | undefined;
afterEach(() => server?.close());

interface Running {
  readonly vendor: DialectServer;
  readonly app: AppProvisioner;
  create(): Promise<string>;
}

/** The app over its vendor, whose clock leaps before each read, so that what settles has settled. */
async function running({ vendor: name, app: make }: TestedApp): Promise<Running> {
  const vendor = await startDialectServer({ vendor: name, at: '2026-08-03T08:00:00Z', limits: [] });
  server = vendor;
  vendor.fail({ method: 'GET', times: Number.POSITIVE_INFINITY, effect: { kind: 'meanwhile', does: () => vendor.clock.advance(10_000) } });
  const app = make({ token: vendor.token, baseUrl: vendor.baseUrl, http: { maxRetries: 0 } });
  const profile = Object.fromEntries(app.attributes.map((name) => [name, ada[name]]).filter(([, value]) => value !== undefined));
  const create = async (): Promise<string> => (await app.accounts.create({ profile }, testContext())).account.id;
  return { vendor, app, create };
}

async function codeOf(work: Promise<unknown> | undefined): Promise<string> {
  try {
    await work;
    return 'answered';
  } catch (error) {
    if (isTenureError(error)) return error.code;
    throw error;
  }
}

async function everyone(app: AppProvisioner): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await app.accounts.list?.({ limit: 100, ...(cursor === undefined ? {} : { cursor }) }, testContext());
    ids.push(...(page?.items.map(({ id }) => id) ?? []));
    cursor = page?.next;
  } while (cursor !== undefined);
  return ids;
}

describe.each(testedApps.map((tested) => [tested.profile.id, tested] as const))('%s over its vendor', (_id, tested) => {
  test('has one account of a person, finds it, turns it off and on and lets it go, in messages that any server has to take', async () => {
    const { vendor, app, create } = await running(tested);
    const accountId = await create();
    expect(vendor.backend.accounts().map(({ id }) => id)).toEqual([accountId]);
    expect(await app.accounts.find(keys, testContext())).toMatchObject({ kind: 'found', accounts: [{ id: accountId }] });
    expect(await codeOf(create())).toBe('CONNECTOR_CONFLICT');
    expect(vendor.backend.accounts()).toHaveLength(1);
    if (app.accounts.disable !== undefined) {
      expect(await app.accounts.disable({ accountId }, testContext())).toMatchObject({ outcome: 'changed' });
      expect(vendor.backend.account(accountId)?.active).toBe(false);
      expect(await app.accounts.disable({ accountId }, testContext())).toMatchObject({ outcome: 'unchanged' });
      await app.accounts.enable?.({ accountId }, testContext());
      expect(vendor.backend.account(accountId)?.active).toBe(true);
    }
    if (app.accounts.delete !== undefined) {
      expect(await app.accounts.delete({ accountId }, testContext())).toMatchObject({ outcome: 'changed' });
      expect(vendor.backend.accounts()).toEqual([]);
      expect(await app.accounts.delete({ accountId }, testContext())).toMatchObject({ outcome: 'unchanged' });
    }
    expect(vendor.requests().flatMap(({ invalid }) => invalid ?? [])).toEqual([]);
    const refused = [400, 405, 415].filter((status) => status !== vendor.dialect.takenStatus);
    expect(vendor.requests().filter(({ status }) => refused.includes(status))).toEqual([]);
  });

  test('lists everybody once, by pages that the vendor gives', async () => {
    const { vendor, app } = await running(tested);
    const count = Math.min(2 * vendor.dialect.maxCount + 20, 250);
    for (let n = 0; n < count; n += 1) vendor.backend.seed({ userName: `p${n}@example.com`, externalId: `Q-${n}` });
    if (app.accounts.list === undefined) return;
    const ids = await everyone(app);
    expect(ids.toSorted()).toEqual(
      vendor.backend
        .accounts()
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test('takes nobody over whom the vendor knows elsewhere, and says so where nobody can see them', async () => {
    const { vendor, create } = await running(tested);
    vendor.backend.seedElsewhere('ada@example.com');
    expect(await codeOf(create())).toBe(vendor.dialect.elsewhere === 'conflict' ? 'CONNECTOR_CONFLICT_NOT_VISIBLE' : 'answered');
  });

  test('says that a vendor protects somebody, where the vendor says so in a code of its own', async () => {
    const { vendor, app } = await running(tested);
    const said = sheets[tested.vendor].documented.says ?? {};
    const off = app.accounts.disable ?? app.accounts.delete;
    const action = app.accounts.disable === undefined ? 'delete' : 'inactive';
    for (const { standing, answer } of vendor.dialect.protects.filter((rule) => rule.from.includes(action))) {
      const { id } = vendor.backend.seed({ userName: `${standing}@example.com`, externalId: standing, standing });
      const refusal = answer in said ? 'CONNECTOR_PROTECTED_ACCOUNT' : 'CONNECTOR_FORBIDDEN';
      const expected = answer === 'nothing' ? 'CONNECTOR_NOT_EFFECTIVE' : refusal;
      expect([standing, await codeOf(off?.({ accountId: id }, testContext()))]).toEqual([standing, expected]);
      expect(vendor.backend.account(id)?.active).toBe(true);
    }
  });

  test('says that seats ran out', async () => {
    const { vendor, create } = await running(tested);
    vendor.backend.useUpSeats();
    const sellsNoSeats = vendor.dialect.errorBody === 'aws';
    expect(await codeOf(create())).toBe(sellsNoSeats ? 'CONNECTOR_REJECTED' : 'CONNECTOR_SEAT_LIMIT');
  });
});
