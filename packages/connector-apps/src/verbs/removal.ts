// What the options say about leavers, turned into verbs that are there or not, and into words.
import type { CheckItem, Effects } from '@tenure/core/connector';
import type { AppDescription } from '../description.ts';
import { mustDecide, removalOf, type SharedOptions } from '../options.ts';

export interface LeaverRules<Description extends AppDescription> {
  /** How accounts are turned off; absent where they are not. */
  readonly disable: Description['disable'];
  /** How accounts are deleted; absent where they are not. */
  readonly delete: Description['delete'];
  /** Deleting is the only way out, cannot be undone and is not allowed: it is refused each time. */
  readonly refused: boolean;
  readonly effects: Effects;
  /** For whoever reads the report of a check. */
  readonly items: readonly CheckItem[];
}

export function leaverRulesOf<Description extends AppDescription>(
  description: Description,
  options: SharedOptions,
): LeaverRules<Description> {
  const removal = removalOf(description, options);
  const disable = removal === 'delete' ? undefined : description.disable;
  const deleting = removal === 'disable' ? undefined : description.delete;
  const refused = mustDecide(description) && options.allowIrreversible !== true;
  const { effects } = description;
  return {
    disable,
    delete: deleting,
    refused,
    effects: {
      create: effects.create,
      ...(disable === undefined ? {} : { disable: effects.disable }),
      ...(deleting === undefined ? {} : { delete: effects.delete }),
      ...(deleting?.undone === 'never' ? { irreversible: ['delete'] } : {}),
      unverified: effects.unverified,
    },
    items: refused ? [refusal] : [],
  };
}

const refusal: CheckItem = {
  title: 'Leavers can be removed',
  state: 'problem',
  detail: 'removal cannot be undone in this app and `allowIrreversible` is false: leavers keep their accounts',
};
