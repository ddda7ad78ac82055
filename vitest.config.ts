import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@tenure/source', 'default'] },
  ssr: { resolve: { conditions: ['@tenure/source', 'node', 'default'], externalConditions: ['@tenure/source'] } },
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'examples/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Files of one worker share what they import: a third of the time. No file may leave anything behind for the next.
    isolate: false,
    testTimeout: 30_000,
    setupFiles: ['packages/core/test/seeded.ts'],
    server: { deps: { inline: [/@tenure\//] } },
    typecheck: { enabled: false },
  },
});
