import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { baseUrlSchema, credentialSchema, parseOptions } from './options.ts';

describe('an address to call', () => {
  test.each([
    ['https://acme.example.com', 'https://acme.example.com'],
    ['https://ACME.example.com/scim/v2//', 'https://acme.example.com/scim/v2'],
    [' https://acme.example.com\n', 'https://acme.example.com'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
  ])('%j is read as %s', (text, address) => {
    expect(baseUrlSchema.parse(text)).toBe(address);
  });

  test.each([
    'https://acme.example.com/?',
    'https://acme.example.com/#',
    'https://acme.example.com/?a=b',
    'https://ada:marker@acme.example.com',
    'http://acme.example.com',
    'acme.example.com',
    'file:///marker',
  ])('%s is refused, and no part of it is repeated', (text) => {
    const refusal = () => parseOptions('things', z.strictObject({ url: baseUrlSchema }), { url: text });
    expect(refusal).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
    expect(refusal).not.toThrow(/marker|acme/);
  });
});

test('every problem is reported at once, unknown options by name at every depth, and no value is shown', () => {
  const schema = z.strictObject({ token: credentialSchema, http: z.strictObject({ timeoutMs: z.int() }).optional() });
  const options = JSON.parse('{"token":"","htp":"marker","http":{"timeoutMs":"marker","retries":"marker","__proto__":"marker"}}');
  expect(() => parseOptions('things', schema, options)).toThrow(
    expect.objectContaining({
      code: 'OPTIONS_INVALID',
      message: expect.not.stringContaining('marker'),
      details: {
        problems: [
          { path: 'token', reason: 'expected text or a function that fetches it' },
          { path: 'http.timeoutMs', reason: expect.any(String) },
          { path: 'http.retries', reason: 'unknown option' },
          { path: 'http.__proto__', reason: 'unknown option' },
          { path: 'htp', reason: 'unknown option' },
        ],
      },
    }),
  );
});
