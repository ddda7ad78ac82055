import { expect, test } from 'vitest';
import { createWorld, workers } from './world.ts';

test('a first import becomes accounts, and planning again gives an empty plan', async () => {
  const world = createWorld(workers(6));
  const plan = await world.lifecycle.plan();
  await world.lifecycle.apply(plan);
  const again = await world.lifecycle.plan();
  expect(again.toMarkdown()).toContain('Nothing to do');
  expect(again.isEmpty).toBe(true);
});
