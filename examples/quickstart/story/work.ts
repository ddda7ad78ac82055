// Planning and applying as every scene does it, with what the report keeps of it.
import type { Lifecycle, Plan, Run } from '@tenure/core';
import { describeChange } from '@tenure/core';
import { changesByTarget, createProgress } from '../progress.ts';
import type { Row } from '../report/data.ts';
import type { Stage } from '../stage.ts';

/** Rows the report keeps of one plan. */
const rowLimit = 2_000;

export interface Scene extends Stage {
  readonly lifecycle: Lifecycle;
}

/** A plan with the title of its chapter in the report. */
export interface Planned {
  readonly title: string;
  readonly plan: Plan;
  readonly planMs: number;
}

export async function makePlan({ lifecycle }: Scene, title: string): Promise<Planned> {
  const startedAt = performance.now();
  const plan = await lifecycle.plan();
  return { title, plan, planMs: performance.now() - startedAt };
}

/** Applies the plan with bars on the terminal, says how it ended, and keeps a chapter for the report. */
export async function carryOut(scene: Scene, planned: Planned, approved: readonly string[] = []): Promise<Run> {
  const { terminal, lifecycle } = scene;
  const { plan } = planned;
  const bars = createProgress(terminal, changesByTarget(plan, new Set(approved)));
  const startedAt = performance.now();
  const run = await lifecycle.apply(plan, { onEvent: bars.onEvent });
  const applyMs = performance.now() - startedAt;
  bars.finish();
  terminal.say(`Run ${run.id}: ${run.toString()}, in ${seconds(applyMs)}.`);
  await keep(scene, planned, approved, { run, applyMs });
  return run;
}

/** Keeps a plan for the report that nobody applied, or the run it became. */
export async function keep(
  { chapters }: Scene,
  { title, plan, planMs }: Planned,
  approved: readonly string[] = [],
  done?: { readonly run: Run; readonly applyMs: number },
): Promise<void> {
  const outcomes = new Map<string, Row['outcome']>();
  if (done !== undefined) for await (const { change, outcome } of done.run.changes()) outcomes.set(change.id, outcome);
  const otherwise = done === undefined ? 'planned' : 'held';
  chapters.push({
    title,
    day: plan.header.createdAt.slice(0, 10),
    header: plan.header,
    approved,
    planMs,
    run: done === undefined ? null : { line: done.run.toString(), held: done.run.held, applyMs: done.applyMs },
    rows: await rowsOf(plan, (id) => outcomes.get(id) ?? otherwise),
  });
}

async function rowsOf(plan: Plan, outcomeOf: (id: string) => Row['outcome']): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const { person, initials, department, changes } of plan.people()) {
    for (const change of changes) {
      if (rows.length >= rowLimit) return rows;
      rows.push({ person, initials, department, what: describeChange(change), because: change.because, outcome: outcomeOf(change.id) });
    }
  }
  return rows;
}

/** The plan's table without the lists below it, which say the same every day. */
export function changesOf(plan: Plan): string {
  const lines = plan.toTable({ rows: 30 }).split('\n');
  const lists = lines.findIndex((line) => /^\S.*:$/.test(line));
  return (lists === -1 ? lines : lines.slice(0, lists)).join('\n');
}

/** Approves every held part of the plan, as the person in front of the terminal would. */
export async function approveAll({ lifecycle }: Scene, { header }: Plan): Promise<string[]> {
  for (const part of header.held) await lifecycle.approve(part.hash, { by: 'quickstart' });
  return header.held.map(({ hash }) => hash);
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

export function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
