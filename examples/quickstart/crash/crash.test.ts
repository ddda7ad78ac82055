// Real processes, killed for real at every kind of step: in the end the targets are what an uninterrupted run makes of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { steps } from './killing.ts';
import { createScene, type Scene } from './scene.ts';

const kills = 40;
let wanted: unknown;
let scenes: Scene[] = [];

async function scene(): Promise<Scene> {
  const made = await createScene();
  scenes.push(made);
  made.writeDay(1);
  expect(await made.child()).toMatchObject({ left: 0 });
  made.writeDay(2);
  return made;
}

beforeAll(async () => {
  const uninterrupted = await scene();
  const before = uninterrupted.okta.requests().length;
  const { run } = (await uninterrupted.child()) ?? {};
  expect(Number(/^(\d+) applied/.exec(run ?? '')?.[1])).toBeGreaterThanOrEqual(200);
  expect(uninterrupted.okta.requests().length).toBeGreaterThan(before);
  wanted = uninterrupted.state();
}, 120_000);

afterAll(async () => {
  await Promise.all(scenes.map((each) => each.close()));
  scenes = [];
});

test(`killed ${kills} times across one run of 200 changes over three targets, nothing is lost and nothing is there twice`, async () => {
  const killed = await scene();
  const log = join(killed.folder, 'deaths');
  for (let kill = 0; kill < kills; kill += 1) {
    const step = steps[kill % steps.length] ?? 'before-intent';
    expect(await killed.child({ death: { step, nth: 1 + (kill % 5), log } })).toBeUndefined();
  }
  expect(readFileSync(log, 'utf8').trim().split('\n')).toHaveLength(kills);
  expect(await killed.child()).toMatchObject({ left: 0 });
  expect(killed.state()).toEqual(wanted);
  expect([...killed.creations()].filter(([, count]) => count > 1)).toEqual([]);
}, 600_000);

describe('the same end is reached', () => {
  test('when answers are lost after the write took effect', async () => {
    const losing = await scene();
    for (const method of ['POST', 'PUT', 'DELETE'] as const) losing.okta.fail({ method, nth: 3, effect: { kind: 'reset-after' } });
    expect(await losing.child()).toMatchObject({ left: 0 });
    expect(losing.state()).toEqual(wanted);
  }, 60_000);

  test('when the store was full in the middle', async () => {
    const full = await scene();
    expect(await full.child({ mebibytes: 1 })).toEqual({ code: 'STORE_FULL' });
    expect(await full.child()).toMatchObject({ left: 0 });
    expect(full.state()).toEqual(wanted);
  }, 60_000);

  test('when a second process starts on the same store meanwhile: it is refused and harms nothing', async () => {
    const shared = await scene();
    const [first, second] = await Promise.all([shared.child(), shared.child()]);
    expect([first?.code, second?.code].filter((code) => code !== undefined)).toEqual(['STORE_BUSY']);
    expect(shared.state()).toEqual(wanted);
  }, 60_000);
});
