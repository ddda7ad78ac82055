// Where processes die, and forty points that have every kind of change on every target twice and every step six times or more.
import type { Half } from './people.ts';

/**
 * Every moment between two of which a process can die while a change is done. `before-call`: the target has not heard of it.
 * `after-call`: it has taken effect, and nobody has heard the answer. The others: around the commits of the journal.
 */
export const steps = ['before-intent', 'after-intent', 'before-call', 'after-call', 'before-outcome', 'after-outcome'] as const;

/** Around the commit that puts back what was interrupted and had not happened: there is one only after a death. */
export const recoverySteps = ['before-retry', 'after-retry'] as const;

export type Step = (typeof steps)[number] | (typeof recoverySteps)[number];

/** One place in so many, told by its name: always the same ones. */
export const isChosen = (place: string, oneIn: number): boolean =>
  [...place].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7) % oneIn === 0;

export interface KillPoint {
  readonly step: Step;
  /** Target and kind of change: `chat account.create`. */
  readonly what: string;
  /** Among the first or the last to whom the same happens. */
  readonly half: Half;
}

export const named = ({ step, what, half }: KillPoint): string => `${step} ${what} ${half}`;

const kinds = [
  ...['user.disable', 'user.delete', 'user.enable', 'user.create', 'user.adopt', 'user.update', 'group.add', 'group.remove'].map(
    (kind) => `okta ${kind}`,
  ),
  ...['disable', 'delete', 'enable', 'create', 'adopt', 'update'].flatMap((kind) => [`chat account.${kind}`, `desk account.${kind}`]),
];

/** Taking an account on calls nothing. */
const possible = (what: string): readonly Step[] => (what.endsWith('.adopt') ? steps.filter((step) => !step.endsWith('-call')) : steps);

const stratum = (half: Half, offset: number): KillPoint[] =>
  kinds.flatMap((what, index) => {
    const own = possible(what);
    const step = own[(index + offset) % own.length];
    return step === undefined ? [] : [{ step, what, half }];
  });

/** Every kind of change early at one step and late at another. */
export const killPoints: readonly KillPoint[] = [...stratum('early', 0), ...stratum('late', 3)];
