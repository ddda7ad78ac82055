// Day 1: the first import, the adoption that waits for a person, and what the first look brings to light.
import type { PlanHeader } from '@tenure/core';
import { approveAll, carryOut, changesOf, keep, makePlan, people, type Scene } from './work.ts';

export async function firstDay(scene: Scene): Promise<void> {
  const { terminal } = scene;
  terminal.heading('Monday 23 November 2026: the first import');
  const planned = await makePlan(scene, 'The first import');
  const { plan } = planned;
  terminal.say(aboutFeed(plan.header));
  terminal.say('What Tenure would do. Nothing has been written yet:');
  terminal.print(plan.toTable({ rows: 12 }));
  terminal.say(
    `Some of these people have accounts already. Tenure made none of them, so it takes none of them over by itself: ${heldPeople(plan.header)} wait for a person. You look at the plan and approve it by its hash:`,
  );
  terminal.list(plan.header.held.map(({ hash }) => `await lifecycle.approve('${hash.slice(0, 12)}…', { by: 'quickstart' })`));
  const leavers = plan.header.changes.filter((change) => change.class === 'disable').reduce((sum, { changes }) => sum + changes, 0);
  if (leavers > 0) {
    terminal.say(
      `${people(leavers)} among them left this company weeks ago and could still sign in. The same approval turns their accounts off:`,
    );
  }
  const run = await carryOut(scene, planned, await approveAll(scene, plan));
  if (run.counts.pending > 0) {
    terminal.say(
      `"pending": Okta took them and mailed each of these ${run.counts.pending} people a link; they choose a password, then they are in.`,
    );
  }
  await whatCameToLight(scene);
}

/** The second plan of the day knows the adopted accounts, and so which groups they lack. */
async function whatCameToLight(scene: Scene): Promise<void> {
  const { terminal } = scene;
  const planned = await makePlan(scene, 'What adoption brought to light');
  const { plan } = planned;
  terminal.say('Tenure knows the adopted accounts now, and plans again:');
  terminal.print(changesOf(plan));
  await carryOut(scene, planned);
  await nothingLeft(scene, 'The end of the first day');
}

/** Plans once more and says that nothing is left to do. */
export async function nothingLeft(scene: Scene, title: string): Promise<void> {
  const planned = await makePlan(scene, title);
  scene.terminal.say(`Planned again: ${planned.plan.toString()}`);
  await keep(scene, planned);
}

/** What the reading held, in words. */
export function aboutFeed({ feed, waiting }: PlanHeader): string {
  const { figures, quarantined } = feed;
  const sentences = [`HR names ${people(figures.employees)} in ${figures.departments} departments.`];
  const [bad] = quarantined;
  if (bad !== undefined) {
    const rows = quarantined.length === 1 ? '1 row is' : `${quarantined.length} rows are`;
    sentences.push(`${rows} damaged and set aside (${bad.where}: ${bad.reason}); nobody else is held up by it.`);
  }
  const without = new Set(waiting.filter(({ kind }) => kind === 'no-user-name').map(({ person }) => person));
  if (without.size > 0) {
    sentences.push(
      `Without a work e-mail there is nothing to sign in with, so ${people(without.size)} must wait: ${[...without].slice(0, 5).join(', ')}.`,
    );
  }
  return sentences.join(' ');
}

function heldPeople({ held }: PlanHeader): string {
  return held.map(({ target, people: count }) => `${count} at ${target}`).join(' and ');
}
