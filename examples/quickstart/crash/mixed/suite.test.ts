// Real processes, killed for real at every kind of step of every kind of change: in the end the targets are what an
// uninterrupted run makes of them, and nothing that took effect was sent again.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chains } from './kill-points.ts';
import { type Effects, repeated } from './oracle.ts';
import { createScene, type Scene } from './scene.ts';

let wanted: { readonly content: unknown; readonly effects: Effects };
let scenes: Scene[] = [];

async function scene(): Promise<Scene> {
  const made = await createScene();
  scenes.push(made);
  return made;
}

beforeAll(async () => {
  const uninterrupted = await scene();
  const { applied = 0, left } = (await uninterrupted.child()) ?? {};
  expect(left).toBe(0);
  expect(applied).toBeGreaterThanOrEqual(200);
  wanted = { content: uninterrupted.content(), effects: uninterrupted.effects() };
}, 120_000);

afterAll(async () => {
  await Promise.all(scenes.map((each) => each.close()));
  scenes = [];
});

function expectSameEnd({ content, effects }: Scene): void {
  expect(content()).toEqual(wanted.content);
  const { wrong } = repeated(effects(), wanted.effects);
  expect(wrong).toEqual([]);
}

describe('killed forty times across runs of nearly 300 changes over three targets, nothing is lost, there twice or done twice', () => {
  test.concurrent.each(chains)(
    '$name',
    async ({ points }) => {
      const killed = await scene();
      const { log } = killed;
      for (const { step, what } of points) expect(await killed.child({ death: { step, what, log } }), `${step} ${what}`).toBeUndefined();
      expect(killed.deaths()).toHaveLength(points.length);
      expect(await killed.child()).toMatchObject({ left: 0 });
      expectSameEnd(killed);
    },
    300_000,
  );
});

describe('the same end is reached', () => {
  test('when answers are lost after the write took effect', async () => {
    const losing = await scene();
    const lost = (['POST', 'PUT', 'DELETE'] as const).map((method) =>
      losing.okta.fail({ method, nth: 3, effect: { kind: 'reset-after' } }),
    );
    for (const method of ['POST', 'PATCH', 'DELETE'])
      for (const app of [losing.chat, losing.desk]) app.fail({ method, nth: 2, kind: 'reset-after' });
    expect(await losing.child()).toMatchObject({ left: 0 });
    expect(lost.map((fault) => fault.hits())).toEqual([1, 1, 1]);
    expectSameEnd(losing);
  }, 120_000);

  test('when the store was full in the middle, once there is room', async () => {
    const full = await scene();
    const mebibytes = full.fillStore();
    expect(await full.child({ mebibytes })).toEqual({ code: 'STORE_FULL' });
    expect(full.effects().size).toBeGreaterThan(0);
    expect(full.effects().size).toBeLessThan(wanted.effects.size);
    full.makeRoom();
    expect(await full.child({ mebibytes })).toMatchObject({ left: 0 });
    expectSameEnd(full);
  }, 120_000);

  test('when a second process starts meanwhile and is refused, and when the first one goes on', async () => {
    const shared = await scene();
    const first = shared.start({ death: { step: 'after-call', log: shared.log, signal: 'SIGSTOP' } });
    await first.struck;
    expect(await shared.child()).toEqual({ code: 'STORE_BUSY' });
    first.process.kill('SIGCONT');
    expect(await first.words).toMatchObject({ left: 0 });
    expectSameEnd(shared);
  }, 120_000);

  test('when a second process takes over from one that was frozen and then killed', async () => {
    const shared = await scene();
    const first = shared.start({ death: { step: 'before-outcome', log: shared.log, signal: 'SIGSTOP' } });
    await first.struck;
    expect(await shared.child()).toEqual({ code: 'STORE_BUSY' });
    first.process.kill('SIGKILL');
    expect(await first.words).toBeUndefined();
    expect(await shared.child()).toMatchObject({ left: 0 });
    expectSameEnd(shared);
  }, 120_000);
});
