// The evening of day 1: Merge loses sight of half of the company, which must cost nobody anything.
import { showOnly } from '../hr.ts';
import { carryOut, makePlan, type Scene } from './work.ts';

export async function brokenFeed(scene: Scene): Promise<void> {
  const { terminal, systems } = scene;
  terminal.heading('Monday evening: half of the company is missing');
  const before = systems.usable();
  await showOnly(systems.merge, 'employees-broken.csv');
  const planned = await makePlan(scene, 'The broken feed');
  const { verdict, figures } = planned.plan.header.feed;
  const morning = scene.chapters[0]?.header.feed.figures.employees;
  terminal.say(
    `Merge’s credential at the HR system has lost most of its rights: ${figures.employees} people are left of this morning’s ${morning}. The feed is not trusted:`,
  );
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
