import { describe, expect, test } from 'vitest';
import { type AppProvisioner, type ConnectorContext, TenureError } from '../connector/index.ts';
import { createTelemetry } from '../telemetry/telemetry.ts';
import { memoryApp, memorySource, testContext } from '../testing/index.ts';
import { paceConnectors } from './paced.ts';

const minute = 60_000;

/** The app as the engine uses it, with a clock that moves on by what is slept. */
function paced(app: AppProvisioner, deadlineMs = minute) {
  const context = testContext();
  const clock = { now: context.now, sleep: (milliseconds: number) => context.sleep(milliseconds) };
  const given = { source: memorySource().source, identityProvider: undefined, apps: [app] };
  const [made] = paceConnectors(given, { clock, deadlineMs, telemetry: createTelemetry(false) }).apps;
  if (made === undefined) throw new Error('no app');
  return { context, app: made };
}

const profileOf = (number: number) => ({ userName: `person${number}@example.com` });

describe('a connector that never asks the limiter', () => {
  test('is paced by verb, with the calls it declares for each', async () => {
    const { app } = memoryApp();
    const limits = { requests: { count: 10, perMs: minute }, reserve: 0 };
    const { app: slow, context } = paced({ ...app, limits, calls: { create: 5 } });
    const from = context.now();
    for (let number = 0; number < 4; number += 1) await slow.accounts.create({ profile: profileOf(number) }, context);
    expect(context.now() - from).toBe(minute);
  });

  test('is left alone for as long as its refusal says', async () => {
    const { app, backend } = memoryApp();
    const { app: refusing, context } = paced(app);
    const facts = { system: 'app', verb: 'find', fact: 'too many', details: { retryAfterMs: 30_000 } };
    backend.fail('accounts.find', 1, { kind: 'before', error: new TenureError('CONNECTOR_RATE_LIMITED', facts) });
    await expect(refusing.accounts.find({ externalId: 'e1' }, context)).rejects.toMatchObject({ code: 'CONNECTOR_RATE_LIMITED' });
    const from = context.now();
    await refusing.accounts.find({ externalId: 'e1' }, context);
    expect(context.now() - from).toBe(30_000);
  });
});

test('a connector that asks for itself gets back what was counted in advance, also where one call at a time is let through', async () => {
  const { app } = memoryApp();
  const find: AppProvisioner['accounts']['find'] = async (request, context) => {
    const room = await context.limiter?.take();
    room?.release();
    return app.accounts.find(request, context);
  };
  const limits = { requests: { count: 10, perMs: minute }, concurrency: 1, reserve: 0 };
  const { app: asking, context } = paced({ ...app, limits, accounts: { ...app.accounts, find } });
  const from = context.now();
  for (let nth = 0; nth < 9; nth += 1) await asking.accounts.find({ externalId: 'e1' }, context);
  expect(context.now()).toBe(from);
  await asking.accounts.find({ externalId: 'e1' }, context);
  expect(context.now() - from).toBe(minute);
});

test('verbs that all wait for one shared request leave it the room it needs', async () => {
  const { app } = memoryApp();
  let shared: Promise<void> | undefined;
  const find: AppProvisioner['accounts']['find'] = async (request, context) => {
    shared ??= Promise.resolve(context.limiter?.take()).then((room) => room?.release());
    await shared;
    return app.accounts.find(request, context);
  };
  const { app: sharing, context } = paced({ ...app, accounts: { ...app.accounts, find } });
  const answers = await Promise.all(Array.from({ length: 8 }, () => sharing.accounts.find({ externalId: 'e1' }, context)));
  expect(answers).toHaveLength(8);
});

test('targets that name one credential share its limits', async () => {
  const limits = { requests: { count: 2, perMs: minute }, reserve: 0, credential: 'suite' };
  const context = testContext();
  const clock = { now: context.now, sleep: (milliseconds: number) => context.sleep(milliseconds) };
  const apps = ['one', 'two', 'three'].map((id) => ({ ...memoryApp({ id }).app, limits }));
  const made = paceConnectors(
    { source: memorySource().source, identityProvider: undefined, apps },
    { clock, deadlineMs: minute, telemetry: createTelemetry(false) },
  );
  const from = context.now();
  for (const app of made.apps) await app.accounts.find({ externalId: 'e1' }, context);
  expect(context.now() - from).toBe(minute);
});

describe('a verb that never ends', () => {
  const never = (_request: unknown, { signal }: ConnectorContext): Promise<never> =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

  test('is a lost answer where it writes, and an unreachable system where it reads', async () => {
    const { app } = memoryApp();
    const { app: hanging, context } = paced({ ...app, accounts: { ...app.accounts, create: never, find: never } }, 10);
    await expect(hanging.accounts.create({ profile: {} }, context)).rejects.toMatchObject({ code: 'CONNECTOR_OUTCOME_UNKNOWN' });
    await expect(hanging.accounts.find({ externalId: 'e1' }, context)).rejects.toMatchObject({ code: 'CONNECTOR_UNAVAILABLE' });
  });

  test('ends with the reason of whoever gives up', async () => {
    const { app } = memoryApp();
    const { app: hanging } = paced({ ...app, accounts: { ...app.accounts, create: () => new Promise(() => {}) } });
    const giving = new AbortController();
    const call = hanging.accounts.create({ profile: {} }, testContext({ signal: giving.signal }));
    giving.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
  });
});
