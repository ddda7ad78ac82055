import { expect, test } from 'vitest';
import { signatureOf, signed } from './signature.ts';

test('the signature is the one of OAuth’s own example', () => {
  const parameters = {
    oauth_consumer_key: 'dpf43f3p2l4k3l03',
    oauth_token: 'nnch734d00sl2jdk',
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: '1191242096',
    oauth_nonce: 'kllo9940pd9333jh',
    oauth_version: '1.0',
  };
  const url = new URL('http://photos.example.net/photos?file=vacation.jpg&size=original');
  expect(signatureOf('GET', url, parameters, 'kd94hf93k423kf44', 'pfkkdhi9sl3r4s00')).toBe('tR3+Ty81lMeYAr/Fid0kMTYa/WM=');
});

test('a header names the consumer and never its secret, and no two are alike', () => {
  const one = () => signed('GET', new URL('https://apps.example/e/1'), { key: 'k', secret: 'very-secret' }, 0);
  expect(one()).toMatch(/^OAuth oauth_consumer_key="k", oauth_nonce="\w{32}", .*oauth_timestamp="0".*oauth_signature="[^"]+"$/);
  expect(one()).not.toContain('very-secret');
  expect(one()).not.toBe(one());
});
