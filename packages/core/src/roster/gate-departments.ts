// The trust gate for the list of departments: whether a unit that is gone, or has another parent, is believed.
import type { Evidence } from '../connector/source.ts';
import type { GateLimits } from './feed-figures.ts';
import { wholeness } from './gate.ts';

/** What was counted while the list of departments was read, against the known ones. */
export interface DepartmentFigures {
  readonly known: number;
  /** Different ids in the list, readable or not. */
  readonly read: number;
  /** Unreadable records without an id: any department that is missing may be one of them. */
  readonly nameless: number;
  /** Known departments that are not in the list. */
  readonly missing: number;
  /** Known departments with a unit above them. */
  readonly nested: number;
  /** Of these, how many the list says have none. */
  readonly raised: number;
}

export interface DepartmentVerdict {
  /** False: no department is gone and none has another parent, whatever the list says; people below would lose access. */
  readonly whole: boolean;
  /** Why, one clause each, with counts and without values. */
  readonly reasons: readonly string[];
}

export interface DepartmentGateInput {
  readonly figures: DepartmentFigures;
  readonly before?: Evidence | undefined;
  readonly after?: Evidence | undefined;
  /** Why the whole source is out of date; undefined when it is not. */
  readonly stale?: string | undefined;
  readonly limits: GateLimits;
}

/** Falls of this many departments or fewer are everyday: one unit is dissolved. */
const everydayUnits = 1;

/** Whether removals and moves in a list of departments are believed. Pure; additions and names always are. */
export function judgeDepartments({ figures, before, after, stale, limits }: DepartmentGateInput): DepartmentVerdict {
  const { known, read, nameless, missing, nested, raised } = figures;
  const reasons = wholeness(before, after).map((reason) => `departments: ${reason}`);
  if (stale !== undefined) reasons.push(`departments: ${stale}`);
  const announced = after?.departments ?? before?.departments;
  if (announced !== undefined && announced > read + nameless) {
    reasons.push(`the source announced ${announced} departments and gave ${read + nameless}`);
  }
  if (nameless > 0) reasons.push(`${nameless} departments do not say which they are`);
  const emptied = read === 0 && known > 0;
  if (emptied || exceeds(missing, known, limits.peopleFall)) reasons.push(`${read} departments where ${known} were known`);
  if (exceeds(raised, nested, limits.coverageFall)) reasons.push(`${raised} of ${nested} departments lost the unit above them`);
  return { whole: reasons.length === 0, reasons };
}

function exceeds(fall: number, of: number, share: number): boolean {
  return fall > everydayUnits && fall > of * share;
}
