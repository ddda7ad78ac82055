import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sampleFiles, sampleFolder } from './generate-sample.ts';

test.each(Object.entries(sampleFiles()))('%s is what the generator writes', (name, content) => {
  expect(readFileSync(new URL(name, sampleFolder), 'utf8')).toBe(content);
});
