// Everything CI asks of the repository besides the tests. `--only types,walls` runs some steps and what they stand on.
import { parseArgs } from 'node:util';
import { passes, pnpm } from './check/command.ts';
import { discardConsumer, packageLint, prepareConsumer } from './check/consumer.ts';
import { consumerRuns, coreAlone } from './check/consumer-run.ts';
import { consumerTypes } from './check/consumer-types.ts';
import { examples } from './check/examples.ts';
import { ownFiles, tooLong, unwelcome } from './check/files.ts';
import { licences } from './check/licences.ts';
import { runSteps, type Step, type StepReport } from './check/step.ts';
import { walls } from './check/walls.ts';
import longFiles from './long-files.json' with { type: 'json' };

const source = '--conditions=@tenure/source';

const steps: readonly Step[] = [
  { name: 'style', run: () => passes('biome', ['ci', '--colors=off', '.']) },
  { name: 'walls', run: walls },
  { name: 'types', run: () => passes('tsc', []) },
  { name: 'build', run: build },
  { name: 'packing', after: ['build'], run: prepareConsumer },
  { name: 'consumer types', after: ['packing'], run: consumerTypes },
  { name: 'consumer run', after: ['packing'], run: consumerRuns },
  { name: 'core alone', after: ['packing'], run: coreAlone },
  { name: 'package lint', after: ['packing'], run: packageLint },
  { name: 'unused', run: () => passes('knip', ['--no-progress']) },
  { name: 'generated', run: () => passes('node', [source, 'scripts/generate.ts', '--check']) },
  { name: 'lengths', run: async () => tooLong(await ownFiles(), longFiles) },
  { name: 'text', run: async () => unwelcome(await ownFiles()) },
  { name: 'licences', run: licences },
  { name: 'examples', after: ['packing'], run: examples },
];

async function build(): ReturnType<Step['run']> {
  const { ok, output } = await pnpm(['-r', '--filter', './packages/*', 'run', 'build']);
  return { problems: ok ? [] : [output] };
}

/** The named steps with all they stand on, in the order of the list. */
function choose(names: readonly string[]): readonly Step[] {
  const chosen = new Set<string>();
  const add = (name: string): void => {
    const step = steps.find((one) => one.name === name);
    if (step === undefined) throw new Error(`no step is called "${name}"; there are: ${steps.map((one) => one.name).join(', ')}`);
    chosen.add(name);
    step.after?.forEach(add);
  };
  names.forEach(add);
  return steps.filter(({ name }) => chosen.has(name));
}

function printLine({ name, outcome, seconds, finding }: StepReport): void {
  const note = finding.note === undefined ? '' : `  ${finding.note}`;
  console.log(`${outcome.padEnd(8)} ${name.padEnd(15)} ${seconds.toFixed(1).padStart(6)} s${note}`);
}

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = values.only === undefined ? steps : choose(values.only.split(',').map((name) => name.trim()));
const reports = await runSteps(chosen, { atOnce: 2, onReport: printLine }).finally(discardConsumer);
const failed = reports.filter(({ outcome }) => outcome !== 'passed');
for (const { name, finding } of failed) console.log(`\n── ${name}\n${finding.problems.join('\n')}`);
console.log(failed.length === 0 ? '\nEvery step passed.' : `\nNot passed: ${failed.map(({ name }) => name).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
