import type { Sheet } from './sheet.ts';

/** A server without a vendor: the standard, every row a switch. */
export const plain: Sheet = { name: 'Plain SCIM 2.0', plan: 'none', documented: {} };
