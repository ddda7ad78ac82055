// Forty kill points that have every kind of change on every target twice, and every step about seven times.
import { type Step, steps } from './killing.ts';

export interface KillPoint {
  readonly step: Step;
  readonly what: string;
}

/** In the order in which a run comes to them: cuts first, then what opens, then moves, then the rest. */
const kinds = [
  ...['okta user.disable', 'chat account.disable', 'desk account.disable', 'okta group.remove'],
  ...['okta user.delete', 'chat account.delete', 'desk account.delete'],
  ...['enable', 'create', 'adopt'].flatMap((kind) => [`okta user.${kind}`, `chat account.${kind}`, `desk account.${kind}`]),
  ...['group.add', 'user.update'].map((kind) => `okta ${kind}`),
  ...['chat', 'desk'].map((app) => `${app} account.update`),
];

/** Taking an account on calls nothing. */
const possible = (what: string): readonly Step[] => (what.endsWith('.adopt') ? steps.filter((step) => !step.endsWith('-call')) : steps);

const chainOf = (offset: number): KillPoint[] =>
  kinds.flatMap((what, index) => {
    const own = possible(what);
    const step = own[(index + offset) % own.length];
    return step === undefined ? [] : [{ step, what }];
  });

/** Two runs, each killed twenty times: a process takes up what the one before it left, and dies at the next point. */
export const chains = [
  { name: 'the first twenty', points: chainOf(0) },
  { name: 'the second twenty', points: chainOf(3) },
] as const;
