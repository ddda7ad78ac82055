import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { isTenureError, TenureError } from './errors.ts';

test('an id that is an e-mail address, as some servers give out, is not shown', () => {
  const facts = { system: 'design', verb: 'disable account', fact: 'there is no such account', details: {} };
  const error = new TenureError('CONNECTOR_REJECTED', { ...facts, id: 'ada.marker@example.com' });
  expect(error.message).toBe('design: disable account [address]: there is no such account');
  expect([inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error)].join()).not.toContain('marker');
  expect(new TenureError('CONNECTOR_REJECTED', { ...facts, id: '00u1' }).message).toContain('disable account 00u1:');
});

test('an error of another installed copy is known by its brand, and nothing else is', () => {
  expect(isTenureError(Object.assign(new Error('x'), { [Symbol.for('tenure.error')]: true }))).toBe(true);
  for (const other of [undefined, null, 'TenureError', new Error('x'), { name: 'TenureError' }]) expect(isTenureError(other)).toBe(false);
});
