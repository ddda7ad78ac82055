// pnpm bench okta: a first import into an empty org, end to end, against the plan's own estimate, and how a company is told
// whose users are there already. The org is simulated; its minutes pass as fast as there is nothing to do.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OktaFigures } from './okta-step.ts';

const hours = (seconds: number): string => `${(seconds / 3_600).toFixed(2)} h`;

export function benchOkta(sizes: readonly number[]): void {
  const results = sizes.map((people) => ({ people, there: runStep('correlate', people), hired: runStep('import', people) }));
  const out = join(import.meta.dirname, 'out');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'okta.json'), `${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
  for (const { people, there, hired } of results) {
    console.log(`${people} people, all of them in the org already`);
    console.log(
      `  the plan: ${there.calls} calls (${there.pages} pages of users), ${there.changes}; ${there.cpuSeconds.toFixed(0)} s of CPU`,
    );
    console.log(`${people} people into an empty org at ${hired.perMinute} a minute`);
    console.log(`  the plan: ${hired.changes}; it says ${hours(hired.estimate)}, the run took ${hours(hired.took)} of the org’s time`);
    console.log(`  ${hired.calls} calls, ${hired.refused} refused; ${hired.cpuSeconds.toFixed(0)} s of CPU, ${hired.megabytes} MB at most`);
  }
}

function runStep(step: 'correlate' | 'import', people: number): OktaFigures {
  const program = join(import.meta.dirname, 'okta-step.ts');
  const child = spawnSync(process.execPath, ['--conditions=@tenure/source', program, step, String(people)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`step ${step} ended with ${child.status ?? child.signal}`);
  const figures = JSON.parse(child.stdout) as OktaFigures;
  process.stderr.write(`${step} of ${people}: ${figures.calls} calls, ${figures.cpuSeconds.toFixed(1)} s of CPU\n`);
  return figures;
}
