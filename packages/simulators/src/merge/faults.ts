// Faults of Merge's own, beside those any HTTP service has: pages that a lenient client takes for the end of the list.
import type { Answer, Incoming } from '../serving/answering.ts';
import type { WireEffect } from '../serving/breaking.ts';

export type MergePageEffect =
  /** 200 with an error text in place of the page. */
  | { readonly kind: 'detail' }
  /** 200 with `results: null` and no next page. */
  | { readonly kind: 'results-null' }
  /** 200 with the records, and no word about a next page. */
  | { readonly kind: 'without-next' }
  /** 200 with the cursor that was asked for as the next one. */
  | { readonly kind: 'repeated-cursor' };

export type MergeFaultEffect = WireEffect | MergePageEffect;

export function spoilPage(effect: MergePageEffect, done: Answer, { url }: Incoming): Answer {
  const body = typeof done.body === 'object' && done.body !== null ? done.body : {};
  switch (effect.kind) {
    case 'detail':
      return { ...done, status: 200, body: { detail: 'A server error occurred.' } };
    case 'results-null':
      return { ...done, status: 200, body: { next: null, previous: null, results: null } };
    case 'without-next':
      return { ...done, body: Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'next')) };
    case 'repeated-cursor':
      return { ...done, body: { ...body, next: url.searchParams.get('cursor') ?? ('next' in body ? body.next : null) } };
  }
}
