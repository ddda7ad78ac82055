// Real processes, killed for real: in the end the targets are what an uninterrupted run makes of them, and nothing that
// took effect was sent again. `pnpm test:crash` kills at every step of every change.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killAt } from './kill-chain.ts';
import { killPoints, named } from './kill-points.ts';
import { type Effects, repeated } from './oracle.ts';
import { buildProgram } from './program.ts';
import { fillTheDisk, loseAnswers, meet } from './troubles.ts';
import { createWorld, type World } from './world.ts';

const patience = 900_000;

let folder: string;
let program: string;
let wanted: { readonly content: unknown; readonly effects: Effects; readonly growth: number };
let worlds: World[] = [];

async function world(): Promise<World> {
  const made = await createWorld(program);
  worlds.push(made);
  return made;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tenure-crash-program-'));
  program = await buildProgram(folder);
  const uninterrupted = await world();
  const size = uninterrupted.storeSize();
  const { changes, left } = (await uninterrupted.child()) ?? {};
  expect(left).toBe(0);
  expect(changes).toBeGreaterThanOrEqual(200);
  wanted = { content: uninterrupted.content(), effects: uninterrupted.effects(), growth: uninterrupted.storeSize() - size };
}, patience);

afterAll(async () => {
  await Promise.all(worlds.map((each) => each.close()));
  worlds = [];
  rmSync(folder, { recursive: true });
});

function expectSameEnd({ content, effects }: World): void {
  expect(content()).toEqual(wanted.content);
  expect(repeated(effects(), wanted.effects).wrong).toEqual([]);
}

test(
  'killed forty times in a run of more than 200 changes over three targets, nothing is lost, there twice or done twice',
  async () => {
    const killed = await world();
    expect(await killAt(killed, killPoints)).toMatchObject({ left: 0 });
    expect(killed.deaths().sort()).toEqual(killPoints.map(named).sort());
    expectSameEnd(killed);
  },
  patience,
);

test(
  'lost answers, a full disk, a takeover from a frozen process and a second one beside the first on one day: the same end',
  async () => {
    const troubled = await world();
    const lost = loseAnswers(troubled);
    const { code, writes } = await fillTheDisk(troubled, wanted.growth);
    expect(code).toBe('STORE_FULL');
    expect(writes).toBeGreaterThan(0);
    expect(writes).toBeLessThan(wanted.effects.size);

    const frozen = await meet(troubled, 'before-outcome');
    expect(frozen.refusal).toBe('STORE_BUSY');
    frozen.first.process.kill('SIGKILL');
    expect(await frozen.first.words).toBeUndefined();

    const stopped = await meet(troubled, 'after-call');
    expect(stopped.refusal).toBe('STORE_BUSY');
    stopped.first.process.kill('SIGCONT');
    expect(await stopped.first.words).toMatchObject({ left: 0 });
    expect(lost()).toBeGreaterThanOrEqual(60);
    expectSameEnd(troubled);
  },
  patience,
);
