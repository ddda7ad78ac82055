// Day 2: hires, moves, a new name, leavers, a rehire, a return from leave; and one leaver looked at closely.
import type { LifecycleEvent, PlanHeader } from '@tenure/core';
import { nextDayNoon } from '../company.ts';
import { showOnly, typeIn } from '../hr.ts';
import { eventLines } from './events.ts';
import { nothingLeft } from './first-day.ts';
import { accessOf } from './leaver.ts';
import { carryOut, changesOf, collect, makePlan, type Scene } from './work.ts';

export async function secondDay(scene: Scene): Promise<void> {
  const { terminal, systems, lifecycle } = scene;
  terminal.heading('Tuesday 24 November 2026: the next day');
  terminal.say(`Overnight ${systems.openInvitations()} people followed the link that Okta had mailed them.`);
  const known = (await collect(lifecycle.events())).length;
  scene.goTo(nextDayNoon);
  await showOnly(systems.merge, undefined);
  await typeIn(systems.merge, 'employees-next-day.csv');
  const planned = await makePlan(scene, 'The next day');
  const events = (await collect(lifecycle.events())).slice(known);
  terminal.say('What happened, read from the difference between the two readings:');
  terminal.list(await eventLines(lifecycle, events));
  terminal.print(changesOf(planned.plan));
  terminal.list(removalsHeldBack(planned.plan.header));
  const leaver = await leaverOf(lifecycle, events);
  if (leaver !== undefined) await signInEverywhere(scene, leaver);
  const before = leaver === undefined ? [] : await accessOf(scene, leaver);
  await carryOut(scene, planned);
  if (leaver !== undefined) {
    terminal.say(`One of the leavers, ${leaver}, as the servers see it, before and after:`);
    const after = await accessOf(scene, leaver);
    terminal.list(before.map(({ what, state }, index) => `${what.padEnd(28)}${state} → ${after[index]?.state ?? 'gone'}`));
    terminal.say(
      'Access cuts go first. The code account stays, because its policy is create-only, and the plan said so above. Sessions inside apps are the apps’ own: no call to Okta ends them, so Tenure turns the accounts off there too.',
    );
  }
  await nothingLeft(scene, 'The end of the second day');
}

/** Cuts that a policy does not allow: a person must know of them. */
function removalsHeldBack({ suppressed }: PlanHeader): string[] {
  return suppressed
    .filter(({ kind }) => kind === 'account.disable' || kind === 'account.delete')
    .map(({ target, kind, because, changes }) => `Held back by policy: ${changes} × ${kind} in ${target}, because ${because}.`);
}

/** Whoever left and has the most accounts: they show the most policies. */
async function leaverOf(lifecycle: Scene['lifecycle'], events: readonly LifecycleEvent[]): Promise<string | undefined> {
  const leavers: { readonly person: string; readonly accounts: number }[] = [];
  for (const event of events) {
    if (event.type !== 'left') continue;
    leavers.push({ person: event.person, accounts: (await collect(lifecycle.accounts({ person: event.person }))).length });
  }
  return leavers.sort((one, other) => other.accounts - one.accounts)[0]?.person;
}

/** Without open sessions there would be nothing to see ending. */
async function signInEverywhere({ lifecycle, systems }: Scene, person: string): Promise<void> {
  for await (const { accountId } of lifecycle.accounts({ person, target: 'okta' })) systems.okta.backend.signIn(accountId);
}
