// A year in the life of a company: after every day the targets hold what an oracle expects that knows only the rules.
import { test } from 'vitest';
import { liveAYear } from './live.ts';

// Another seed, more of them or a longer time: TENURE_YEAR_SEEDS=7,8,9 TENURE_YEAR_DAYS=730 pnpm test:years
const setting = (name: string, otherwise: string): string => process.env[name] ?? otherwise;
const seeds = setting('TENURE_YEAR_SEEDS', '1').split(',').map(Number);
const people = Number(setting('TENURE_YEAR_PEOPLE', '200'));
const days = Number(setting('TENURE_YEAR_DAYS', '366'));

test.each(seeds)(
  'whatever happens in a year, every day ends as the rules in words say, by seed %i',
  (seed) => liveAYear({ seed, people, days }),
  3_600_000,
);
