import { createRecorder, type Recorder } from './recorder.ts';

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
