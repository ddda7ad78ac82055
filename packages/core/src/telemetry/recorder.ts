// The engine's spans and figures as OpenTelemetry takes them.
import type * as Api from '@opentelemetry/api';
import { isTenureError } from '../connector/errors.ts';
import { type CounterName, type GaugeName, type HistogramName, instruments, type SpanName, type TelemetryFacts } from './names.ts';

/** Adds facts to the span that goes on. */
export type Note = (facts: TelemetryFacts) => void;

export interface Recorder {
  /** Runs `work` inside a span; what it throws passes through, and leaves its code behind, never its message. */
  span<Result>(name: SpanName, facts: TelemetryFacts, work: (note: Note) => Promise<Result>): Promise<Result>;
  add(name: CounterName, facts: TelemetryFacts): void;
  /** A duration. */
  took(name: HistogramName, milliseconds: number, facts: TelemetryFacts): void;
  /** The whole of a figure as it is now: parts that were told before and are not among these are nothing. */
  stands(name: GaugeName, parts: readonly (readonly [TelemetryFacts, number])[]): void;
}

/** Asks the providers that the host has registered by now; one that is registered later hears spans, and no metrics. */
export function createRecorder({ trace, metrics, SpanKind, SpanStatusCode }: typeof Api): Recorder {
  const tracer = trace.getTracer('@tenure/core');
  const meter = metrics.getMeter('@tenure/core');
  const optionsOf = (name: keyof typeof instruments) => ({ unit: instruments[name].unit, description: instruments[name].description });
  const counters = made((name) => meter.createCounter(name, optionsOf(name)));
  const histograms = made((name) => meter.createHistogram(name, optionsOf(name)));
  const gauges = made((name) => meter.createGauge(name, optionsOf(name)));
  /** What stood where when it was last told. */
  const standing = new Map<string, Map<string, Api.Attributes>>();
  return {
    span(name, facts, work) {
      const kind = name === 'tenure.call' ? SpanKind.CLIENT : SpanKind.INTERNAL;
      return tracer.startActiveSpan(name, { kind, attributes: attributesOf(facts) }, async (span) => {
        try {
          return await work((more) => span.setAttributes(attributesOf(more)));
        } catch (error) {
          const code = codeOf(error);
          span.setAttribute('error.type', code);
          span.setStatus({ code: SpanStatusCode.ERROR, message: code });
          throw error;
        } finally {
          span.end();
        }
      });
    },
    add: (name, facts) => counters(name).add(1, attributesOf(facts)),
    took: (name, milliseconds, facts) => histograms(name).record(milliseconds / 1_000, attributesOf(facts)),
    stands(name, parts) {
      const now = new Map<string, Api.Attributes>();
      for (const [facts, value] of parts) {
        const attributes = attributesOf(facts);
        now.set(JSON.stringify(attributes), attributes);
        gauges(name).record(value, attributes);
      }
      for (const [key, attributes] of standing.get(name) ?? []) if (!now.has(key)) gauges(name).record(0, attributes);
      standing.set(name, now);
    },
  };
}

function made<Made>(make: (name: keyof typeof instruments) => Made): (name: keyof typeof instruments) => Made {
  const known = new Map<string, Made>();
  return (name) => {
    const instrument = known.get(name) ?? make(name);
    known.set(name, instrument);
    return instrument;
  };
}

function attributesOf(facts: TelemetryFacts): Api.Attributes {
  return Object.fromEntries(Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[`tenure.${name}`, value]])));
}

/** A code or a kind of error: a message may hold anything. */
export function codeOf(error: unknown): string {
  if (isTenureError(error)) return error.code;
  return error instanceof Error ? error.name : typeof error;
}
