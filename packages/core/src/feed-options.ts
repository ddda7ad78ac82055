// The `feed` option: how much of a reading is believed. The interface, the schema tied to it, and the defaults.
import { z } from 'zod';
import type { OptionsShape } from './connector/options.ts';
import type { AbsenceRule, RenumberedRule } from './read/session.ts';
import { type GateLimits, gateDefaults } from './roster/feed-figures.ts';

/** What is believed of a reading. */
export interface FeedOptions extends Partial<Omit<GateLimits, 'renumbered'>> {
  /**
   * What follows when somebody is missing from a complete, trusted reading. `confirm` (default) asks the source for that
   * person and otherwise leaves a question; `ignore` does nothing; `leaver` takes it for a departure, behind the guard,
   * and is refused for sources that can be asked.
   */
  readonly absence?: AbsenceRule | undefined;
  /**
   * What becomes of a new record with the employee number or work e-mail of somebody who works here and is missing from
   * the reading. `hold` (default): neither is believed, the person stays as they are; `follow`: the person goes on under
   * the new id. Choose it for the run after HR was moved to another system.
   */
  readonly renumbered?: RenumberedRule | undefined;
  /** Share of people who may come under new ids before nobody's absence is believed, 0 to 1. Default 0.02. */
  readonly renumberedShare?: number | undefined;
  /** How old HR's last word may be, in hours, when time makes a cut due and the source cannot be asked. Default 72. */
  readonly maxFactAgeHours?: number | undefined;
  /** Records asked for per page, 1 to 1,000. Default 500. */
  readonly pageSize?: number | undefined;
}

const share = z.number().min(0).max(1).optional();

export const feedSchema = z.strictObject({
  absence: z.enum(['ignore', 'confirm', 'leaver']).optional(),
  renumbered: z.enum(['hold', 'follow']).optional(),
  narrowed: z.enum(['hold', 'follow']).optional(),
  pageSize: z.int().min(1).max(1_000).optional(),
  peopleFall: share,
  coverageFall: share,
  renumberedShare: share,
  duplicates: share,
  unknownWords: share,
  maxAgeHours: z.number().min(1).optional(),
  maxFactAgeHours: z.number().min(0).optional(),
} satisfies OptionsShape<FeedOptions>);

/** The `feed` option with every default in place. */
export interface FeedConfiguration {
  readonly gate: GateLimits;
  readonly absence: AbsenceRule;
  readonly renumbered: RenumberedRule;
  readonly maxFactAgeMs: number;
  readonly pageSize: number;
}

export function readFeedOptions(feed: FeedOptions = {}): FeedConfiguration {
  return {
    gate: {
      peopleFall: feed.peopleFall ?? gateDefaults.peopleFall,
      coverageFall: feed.coverageFall ?? gateDefaults.coverageFall,
      renumbered: feed.renumberedShare ?? gateDefaults.renumbered,
      duplicates: feed.duplicates ?? gateDefaults.duplicates,
      unknownWords: feed.unknownWords ?? gateDefaults.unknownWords,
      maxAgeHours: feed.maxAgeHours ?? gateDefaults.maxAgeHours,
      narrowed: feed.narrowed ?? gateDefaults.narrowed,
    },
    absence: feed.absence ?? 'confirm',
    renumbered: feed.renumbered ?? 'hold',
    maxFactAgeMs: (feed.maxFactAgeHours ?? 72) * 3_600_000,
    pageSize: feed.pageSize ?? 500,
  };
}
