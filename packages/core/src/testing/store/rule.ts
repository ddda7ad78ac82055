// What a rule for stores is. Rules are data: any test runner can run them, with a fresh world for each.
import type { Store } from '../../store/port.ts';

/** Where one rule is checked: storage that nobody else uses and that was empty before. */
export interface StoreWorld {
  /** Opens the store; a durable one on the same storage each time, after the one before was closed. */
  open(): Promise<Store>;
  /** True when what was written is there again after closing and opening. */
  readonly durable: boolean;
}

export interface StoreRule {
  readonly id: string;
  /** The promise, as a sentence. */
  readonly title: string;
  /** Set when the rule says nothing about a store that ends with its process. */
  readonly needs?: 'durable';
  /** Throws an AssertionError when the store breaks the rule. Opens the store itself and closes it. */
  check(world: StoreWorld): Promise<void>;
}

/** A rule on one open store, which is closed however it ends. */
export function ruleOnStore(id: string, title: string, check: (store: Store) => Promise<void>): StoreRule {
  return {
    id,
    title,
    async check(world) {
      const store = await world.open();
      try {
        await check(store);
      } finally {
        await store.close();
      }
    },
  };
}
