// A host that listens: the real OpenTelemetry SDK, keeping spans and metrics in memory.
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, type ContextManager, context, metrics, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

export interface Listening {
  /** Spans that have ended, in order of their end. */
  spans(): readonly ReadableSpan[];
  /** `name {attributes}: value` of every metric as it stands; histograms by their count. */
  figures(): Promise<readonly string[]>;
  /** Everything that was heard, as one text. */
  everything(): Promise<string>;
  reset(): void;
}

/** Registers providers for the whole process, as a host does when it starts. */
export function listen(): Listening {
  const spans = new InMemorySpanExporter();
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })] });
  // A test file before this one may have listened in the same process.
  for (const registry of [context, trace, metrics]) registry.disable();
  context.setGlobalContextManager(contextManager());
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }));
  metrics.setGlobalMeterProvider(provider);
  const collected = async () => {
    exporter.reset();
    await provider.forceFlush();
    return exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  };
  return {
    spans: () => spans.getFinishedSpans(),
    async figures() {
      return (await collected()).flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }) => {
          const facts = Object.entries(attributes).map(([name, fact]) => `${name.replace('tenure.', '')}=${String(fact)}`);
          return `${descriptor.name} {${facts.join(' ')}}: ${typeof value === 'number' ? value : value.count}`;
        }),
      );
    },
    async everything() {
      const told = spans
        .getFinishedSpans()
        .map(({ name, attributes, events, links, status }) => ({ name, attributes, events, links, status }));
      return JSON.stringify([told, await collected()]);
    },
    reset: () => spans.reset(),
  };
}

/** Which span goes on, across everything asynchronous; hosts get theirs from an SDK for Node. */
function contextManager(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  return {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (inner, work, self, ...args) => storage.run(inner, () => work.apply(self, args)),
    bind: (inner, target) =>
      typeof target === 'function'
        ? new Proxy(target, { apply: (run, self, args) => storage.run(inner, () => Reflect.apply(run, self, args)) })
        : target,
    enable() {
      return this;
    },
    disable() {
      return this;
    },
  };
}
