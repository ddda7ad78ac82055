// What the engine tells of its own work, to whoever listens. The only listener is the host's OpenTelemetry, found at run
// time when the host has it; with none, work runs as if nothing of this were there.
import type { CounterName, GaugeName, HistogramName, SpanName, TelemetryFacts } from './names.ts';
import { createRecorder } from './recorder.ts';

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

export interface Telemetry extends Recorder {
  /** Looks for a listener, once. Never throws. */
  open(): Promise<void>;
  /** False: nobody hears anything, and figures need not be gathered. */
  listened(): boolean;
}

const unheard: Recorder = {
  span: (_name, _facts, work) => work(() => {}),
  add: () => {},
  took: () => {},
  stands: () => {},
};

export function createTelemetry(wanted: boolean): Telemetry {
  let recorder = unheard;
  let opening: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const api = await hostApi();
    if (api !== undefined) recorder = createRecorder(api);
  };
  return {
    open: () => {
      opening ??= wanted ? look() : Promise.resolve();
      return opening;
    },
    listened: () => recorder !== unheard,
    span: (name, facts, work) => recorder.span(name, facts, work),
    add: (name, facts) => recorder.add(name, facts),
    took: (name, milliseconds, facts) => recorder.took(name, milliseconds, facts),
    stands: (name, parts) => recorder.stands(name, parts),
  };
}

/** An optional peer: whoever has it has installed it. Whatever is wrong with it must not stop anybody's work. */
async function hostApi() {
  try {
    return await import('@opentelemetry/api');
  } catch {
    return undefined;
  }
}
