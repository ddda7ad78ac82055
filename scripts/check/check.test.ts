import { describe, expect, test } from 'vitest';
import { tooLong, unwelcome } from './files.ts';
import { givenOn, isAllowed } from './licences.ts';
import { runSteps, type Step } from './step.ts';

const lines = (count: number): string => 'line\n'.repeat(count);
// In pieces, or the check would find this file.
const machinePath = ['', 'home', 'somebody', 'x'].join('/');

describe('the text of our files', () => {
  test('a file over 300 lines is refused, one of 300 is not', () => {
    const files = [
      { path: 'a.ts', text: lines(300) },
      { path: 'b.ts', text: lines(301) },
    ];
    expect(tooLong(files, {}).problems).toEqual([expect.stringContaining('b.ts')]);
  });

  test('a long file with a reason is let through, and a reason without a long file is refused', () => {
    expect(tooLong([{ path: 'b.ts', text: lines(301) }], { 'b.ts': 'a table' }).problems).toEqual([]);
    expect(tooLong([{ path: 'b.ts', text: lines(3) }], { 'b.ts': 'a table' }).problems).toEqual([expect.stringContaining('excuses b.ts')]);
  });

  test('a path of one machine is found with its line, an address that only looks like one is not', () => {
    const files = [{ path: 'a.md', text: `fine: https://example.com/home/page and ./home/x\nsee ${machinePath}\n` }];
    expect(unwelcome(files).problems).toEqual(['a.md:2: a path of one machine']);
  });

  test('the host of a registry in a lock file is found', () => {
    const host = ['https://registry', 'npmjs', 'org/x.tgz'].join('.');
    expect(unwelcome([{ path: 'pnpm-lock.yaml', text: `tarball: ${host}\n` }]).problems).toHaveLength(2);
  });

  test('a pure folder may not read the clock through Temporal, the shell may', () => {
    const text = 'const now = Temporal.Now.instant();\n';
    expect(unwelcome([{ path: 'packages/core/src/plan/x.ts', text }]).problems).toHaveLength(1);
    expect(unwelcome([{ path: 'packages/core/src/apply/x.ts', text }]).problems).toEqual([]);
  });
});

describe('licences', () => {
  test.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['MIT AND GPL-3.0', false],
    ['GPL-3.0', false],
    ['no licence', false],
  ])('%s may reach users: %s', (expression, allowed) => {
    expect(isAllowed(expression, givenOn)).toBe(allowed);
  });
});

describe('running steps', () => {
  const passing = (name: string, after?: readonly string[]): Step => ({ name, after, run: async () => ({ problems: [] }) });
  const outcomes = async (steps: readonly Step[]): Promise<Record<string, string>> => {
    const reports = await runSteps(steps, { atOnce: 2, onReport: () => {} });
    return Object.fromEntries(reports.map(({ name, outcome }) => [name, outcome]));
  };

  test('a step that throws has failed, what stands on it is not run, and everything else is', async () => {
    const broken: Step = { name: 'broken', run: () => Promise.reject(new Error('no')) };
    expect(await outcomes([broken, passing('on it', ['broken']), passing('on that', ['on it']), passing('apart')])).toEqual({
      broken: 'failed',
      'on it': 'not run',
      'on that': 'not run',
      apart: 'passed',
    });
  });

  test('a step waits for what it stands on, wherever it is in the list', async () => {
    const order: string[] = [];
    const noting = (name: string, after?: readonly string[]): Step => ({
      ...passing(name, after),
      run: async () => {
        order.push(name);
        return { problems: [] };
      },
    });
    await outcomes([noting('second', ['first']), noting('first')]);
    expect(order).toEqual(['first', 'second']);
  });

  test('a step that waits for one that does not exist is a mistake', async () => {
    await expect(outcomes([passing('a', ['nothing'])])).rejects.toThrow('wait for steps that do not exist: a');
  });
});
