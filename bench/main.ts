// pnpm bench <name> [sizes…]: measurements with ratios against a base line of the same run.
import { benchHr } from './hr.ts';
import { benchOkta } from './okta.ts';
import { benchRoster } from './roster.ts';
import { benchSafety } from './safety.ts';

const [name = 'roster', ...rest] = process.argv.slice(2);
const sizes = rest.map(Number).filter((size) => Number.isInteger(size) && size > 0);

if (name === 'roster') await benchRoster(sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]);
else if (name === 'safety') await benchSafety(sizes.length > 0 ? sizes : [100_000]);
else if (name === 'hr') await benchHr(sizes.length > 0 ? sizes : [10_000, 100_000]);
else if (name === 'okta') benchOkta(sizes.length > 0 ? sizes : [100_000]);
else {
  console.error(`no bench is called ${name}; there are: roster, safety, hr, okta`);
  process.exitCode = 1;
}
