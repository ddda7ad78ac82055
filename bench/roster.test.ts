import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('the roster bench runs every step and prints its figures', () => {
  const main = join(import.meta.dirname, 'main.ts');
  const printed = execFileSync(process.execPath, ['--conditions=@tenure/source', main, 'roster', '200'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const steps = printed
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/\s+/)[1]);
  expect(steps).toEqual(['parse', 'import', 'settle', 'unchanged', 'parse-again', 'changed']);
  expect(printed).toContain('0 new, 2 changed, 198 unchanged');
});
