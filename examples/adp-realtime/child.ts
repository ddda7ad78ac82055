// One process that follows the queue. The test beside it kills it: at STOP_AT it says so and goes no further.
import type { HrisSource } from '@tenure/core/connector';
import { environmentSchema, openLifecycle, openSource } from './lifecycle.ts';

const environment = environmentSchema.parse(process.env);
const stopAt = process.env['STOP_AT'];

/** Never comes back: whoever started this process ends it. */
function wait(): Promise<never> {
  process.stdout.write('there\n');
  return new Promise(() => {});
}

function stopping(source: HrisSource): HrisSource {
  const { hints } = source;
  if (hints === undefined) return source;
  return {
    ...source,
    hints: {
      async receive(request, context) {
        const message = await hints.receive(request, context);
        return message !== undefined && stopAt === 'read' ? wait() : message;
      },
      async acknowledge(request, context) {
        if (stopAt === 'kept') return wait();
        await hints.acknowledge(request, context);
        if (stopAt === 'acknowledged') return wait();
      },
    },
  };
}

const lifecycle = openLifecycle(environment, stopping(openSource(environment)));
await lifecycle.watch({ signal: new AbortController().signal, inboxEveryMs: 3_600_000 });
