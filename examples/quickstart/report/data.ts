// What the report is made of: what plans and runs say about themselves, and nothing that HR says about people.
import type { ChangeOutcome, PlanHeader } from '@tenure/core';

/** One change of one person, as a plan prints it. */
export interface Row {
  readonly person: string;
  readonly initials: string;
  readonly department: string | null;
  readonly what: string;
  readonly because: string;
  /** What became of it; `held` when a guard kept it back. */
  readonly outcome: ChangeOutcome | 'held' | 'planned';
}

/** One plan and what came of it. */
export interface Chapter {
  readonly title: string;
  /** When the plan was made, by the story's clock. */
  readonly day: string;
  readonly header: PlanHeader;
  /** Hashes of held parts that were approved. */
  readonly approved: readonly string[];
  readonly planMs: number;
  readonly run: { readonly line: string; readonly held: number; readonly applyMs: number } | null;
  readonly rows: readonly Row[];
}

export interface ReportData {
  readonly title: string;
  readonly subtitle: string;
  readonly chapters: readonly Chapter[];
}
