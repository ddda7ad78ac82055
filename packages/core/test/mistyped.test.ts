// An id that somebody typed wrongly is refused: what is said of nobody protects nobody and cuts nobody.
import { expect, test } from 'vitest';
import { isTenureError } from '../src/index.ts';
import { collect, createWorld, settledWorld, userState, worker, workers } from './world.ts';

const word = { by: 'ana', reason: 'on trial' };

async function refusal(work: Promise<unknown>): Promise<{ code: string; message: string; hint: string }> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isTenureError(error)) throw new Error('nothing was refused');
  const { code, message, hint } = error;
  return { code, message, hint };
}

test('some people are not handled while one of the ids is nobody’s, whatever the emergency', async () => {
  const world = await settledWorld(workers(3));
  const { code, message, hint } = await refusal(world.lifecycle.sync({ people: ['e0002', 'W1x'], emergency: 'stolen laptop' }));
  expect([code, message]).toEqual(['OPTIONS_INVALID', 'sync: read some people: neither HR nor the store knows W1x']);
  expect(hint).toContain('Nobody was handled');
  expect((await collect(world.lifecycle.audit())).filter(({ kind }) => kind === 'emergency')).toEqual([]);
  expect(userState(world, 'person2@example.com')).toBe('active');
});

test('an emergency of somebody who has nothing to cut does not say that nobody’s cuts pass', async () => {
  const world = await settledWorld(workers(3));
  const { plan } = await world.lifecycle.sync({ people: ['e0002'], emergency: 'stolen laptop' });
  expect(plan.toTable()).toContain('EMERGENCY: this plan cuts nothing of those who were named\n');
});

test('nor where the source cannot be asked for one person; whom HR has and the store has not is handled', async () => {
  const mute = await settledWorld(workers(3), {}, { source: { without: ['employees.get'] } });
  expect((await refusal(mute.lifecycle.sync({ people: ['e0099'] }))).message).toContain('the store does not know e0099');
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(worker(9));
  await world.lifecycle.sync({ people: ['e0009'] });
  expect(userState(world, 'person9@example.com')).toBe('active');
});

test('nobody is protected under an id that nobody has, or in a target that is not there', async () => {
  const world = await settledWorld(workers(3));
  expect(await refusal(world.lifecycle.protect('W99', word))).toMatchObject({
    code: 'OPTIONS_INVALID',
    message: 'lifecycle: protect: person: nobody has this id',
    hint: 'Nothing was changed; give the id of a person that people() lists.',
  });
  expect(await refusal(world.lifecycle.protect({ target: 'okto', accountId: '00u1' }, word))).toMatchObject({
    message: 'lifecycle: protect: target: no target of this id is configured',
    hint: 'Nothing was changed; the targets are okta, chat, code.',
  });
  expect((await collect(world.lifecycle.audit())).filter(({ kind }) => kind === 'protection')).toEqual([]);
});

test('before the first reading, when nobody is known, somebody is protected from it by their id', async () => {
  const world = createWorld(workers(3));
  await world.lifecycle.protect('e0002', word);
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe(undefined);
  expect(userState(world, 'person1@example.com')).toBe('active');
});
