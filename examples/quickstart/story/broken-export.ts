// The evening of day 1: an export that breaks off half way must cost nobody anything.
import { handIn } from '../stage.ts';
import { carryOut, makePlan, type Scene } from './work.ts';

export async function brokenExport(scene: Scene): Promise<void> {
  const { terminal, systems } = scene;
  terminal.heading('Monday evening: HR hands in a broken export');
  const before = systems.usable();
  await handIn(scene, 'employees-broken.csv');
  const planned = await makePlan(scene, 'The broken export');
  const { verdict, figures } = planned.plan.header.feed;
  const morning = scene.chapters[0]?.header.feed.figures.employees;
  terminal.say(`The file breaks off: it names ${figures.employees} people, this morning's named ${morning}. The feed is not trusted:`);
  terminal.list([...new Set(verdict.reasons)]);
  await carryOut(scene, planned);
  const after = systems.usable();
  terminal.say('Accounts that are on, counted at the servers before and after:');
  terminal.list(Object.entries(before).map(([name, count]) => `${name.padEnd(5)}  ${count} → ${after[name]}`));
  const same = Object.entries(before).every(([name, count]) => after[name] === count);
  terminal.say(
    same ? 'Nobody lost access: absence alone is never a leaver.' : 'Accounts were lost. This must not happen: please report it.',
  );
}
