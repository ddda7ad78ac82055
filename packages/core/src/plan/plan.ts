// The plan as callers hold it: a header of figures and a way to go through its changes without holding them all.
import type { Change, PlanPart } from './change.ts';
import { type PrintOptions, planHeadline, planToMarkdown, planToTable } from './print.ts';
import type { PlanHeader } from './summary.ts';

/**
 * What would be done to the targets, worked out and not yet done. Plain data plus ways to read it: `JSON.stringify` gives
 * the header, `toJsonLines` everything. It names people, targets and attributes; it holds no values.
 */
export interface Plan {
  readonly format: 1;
  /** Names the plan: the same inputs give the same hash. {@link Lifecycle.apply} takes it in place of the plan. */
  readonly hash: string;
  readonly header: PlanHeader;
  /** How many changes, held ones included. */
  readonly total: number;
  /** True when there is nothing to change. All is as policy wants it only if `header` leaves no target out, and nothing waits or keeps failing. */
  readonly isEmpty: boolean;
  /** Every change in order of person; reads the store. */
  changes(): AsyncIterable<Change>;
  /** Everything the plan says, person by person; reads the store. */
  people(): AsyncIterable<PlanPart>;
  /** For a pull request or a ticket; redacted. The first `rows` changes (default 40), all figures. */
  toMarkdown(options?: PrintOptions): string;
  /** For a terminal; aligned, redacted. */
  toTable(options?: PrintOptions): string;
  /** The header line, then one line for each person. */
  toJsonLines(): AsyncIterable<string>;
  toJSON(): PlanHeader;
  /** One line: `12 changes for 7 people`. */
  toString(): string;
}

/** Puts a header and its rows together. Pure but for what `parts` does. */
export function createPlan(header: PlanHeader, parts: () => AsyncIterable<PlanPart>): Plan {
  return {
    format: 1,
    hash: header.hash,
    header,
    total: header.total,
    isEmpty: header.total === 0,
    async *changes() {
      for await (const part of parts()) yield* part.changes;
    },
    people: parts,
    toMarkdown: (options) => planToMarkdown(header, options),
    toTable: (options) => planToTable(header, options),
    async *toJsonLines() {
      yield `${JSON.stringify(header)}\n`;
      for await (const part of parts()) yield `${JSON.stringify(part)}\n`;
    },
    toJSON: () => header,
    toString: () => planHeadline(header),
  };
}
