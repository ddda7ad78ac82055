// The contract of stores, as data: run each rule on a fresh world, under any runner.
import { lifetimeRules } from './lifetime.ts';
import { readRules } from './reads.ts';
import type { StoreRule } from './rule.ts';
import { scanRules } from './scans.ts';
import { tenantRules } from './tenants.ts';
import { valueRules } from './values.ts';
import { writeRules } from './writes.ts';

export { faultyStore, storeFaults } from './faults.ts';
export type { StoreRule, StoreWorld } from './rule.ts';
export type { StoreFault } from './write-faults.ts';

/**
 * What every store promises. A rule that `needs` durability says nothing about a store in memory; there is no other way
 * to leave one out.
 */
export const storeRules: readonly StoreRule[] = [
  ...tenantRules,
  ...readRules,
  ...scanRules,
  ...writeRules,
  ...valueRules,
  ...lifetimeRules,
];
