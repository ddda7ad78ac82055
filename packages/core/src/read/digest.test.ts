import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { createDigest, newIndexKey } from './digest.ts';

test('a keyed digest is HMAC-SHA256, cut to 128 bits', () => {
  const key = newIndexKey();
  for (const text of ['', 'ann', 'Zoë Müller 山田', 'x'.repeat(5_000)]) {
    expect(createDigest(key).keyed(text)).toBe(createHmac('sha256', key).update(text).digest('base64url').slice(0, 22));
  }
});

test('another key gives other digests', () => {
  expect(createDigest('0'.repeat(64)).keyed('ann')).not.toBe(createDigest('1'.repeat(64)).keyed('ann'));
});

test('a rolling digest tells where one text ends and the next begins', () => {
  const digest = createDigest('0'.repeat(64));
  const [one, two] = [digest.rolling(), digest.rolling()];
  one.add('ab');
  one.add('c');
  two.add('a');
  two.add('bc');
  expect(one.end()).not.toBe(two.end());
});

test('a key of another form is refused', () => {
  expect(() => createDigest('secret')).toThrow(RangeError);
});
