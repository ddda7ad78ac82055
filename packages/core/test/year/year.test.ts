// A year in the life of a company: after every day the targets hold what an oracle expects that knows only the rules.
import { test } from 'vitest';
import { liveAYear } from './live.ts';

// Another company or a longer time: TENURE_YEAR_SEEDS=7,8 TENURE_YEAR_DAYS=730 pnpm test packages/core/test/year
const setting = (name: string, otherwise: string): string => process.env[name] ?? otherwise;
const seeds = setting('TENURE_YEAR_SEEDS', '1').split(',').map(Number);
const people = Number(setting('TENURE_YEAR_PEOPLE', '2000'));
const days = Number(setting('TENURE_YEAR_DAYS', '366'));
const plansAgainEvery = Number(setting('TENURE_YEAR_AGAIN', '5'));

test.each(seeds)(
  'whatever happens in a year, every day ends as the rules in words say, by seed %i',
  (seed) => liveAYear({ seed, people, days, plansAgainEvery }),
  3_600_000,
);
