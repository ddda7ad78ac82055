// Started like any backend: `ADMIN_TOKEN=… MERGE_API_KEY=… node server.ts`. Ends what is under way before it stops.
import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { openCustomers } from './customers.ts';
import type { Settings } from './settings.ts';

export interface Backend {
  readonly url: string;
  close(): Promise<void>;
}

export async function startBackend(settings: Settings, port = 0): Promise<Backend> {
  const customers = await openCustomers(settings);
  const { fetch } = createApp(settings, customers);
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = serve({ fetch, port, hostname: '127.0.0.1' }, (info) => resolve(info.port));
  return {
    url: `http://127.0.0.1:${await promise}`,
    async close() {
      await new Promise((done) => server.close(done));
      await customers.close();
    },
  };
}
