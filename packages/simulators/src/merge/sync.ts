// Merge's sync engine for one account: when it copies, how far it has come, and what it says about that.
import type { SimulatedClock } from '../serving/clock.ts';
import type { Copy, OnNews } from './copy.ts';
import type { HrSystem } from './hr.ts';
import { type MergeModel, mergeModels, modelDescriptions } from './models.ts';
import type { Visibility } from './visibility.ts';

export type SyncResult = 'DONE' | 'PARTIALLY_SYNCED' | 'FAILED';
export type SyncReason = 'RATE_LIMITED' | 'WAITING_ON_OTHER_MODELS';
/** How models fare in a sync; what is not named succeeds, as far as the credential's permissions go. */
export type SyncOutcomes = Partial<Record<MergeModel, SyncResult | { readonly result: SyncResult; readonly reason: SyncReason }>>;

/** One row of `GET /sync-status`. */
export interface SyncStatus {
  readonly model_name: string;
  readonly model_id: string;
  readonly status: SyncResult | 'SYNCING' | 'PAUSED' | 'DISABLED';
  readonly last_sync_start: string | null;
  readonly last_sync_result: SyncResult | null;
  readonly last_sync_finished: string | null;
  readonly next_sync_start: string | null;
  readonly is_initial_sync: boolean;
  readonly selective_sync_configurations_usage: 'IN_LAST_SYNC' | 'IN_NEXT_SYNC' | null;
  readonly data_fresh_as_of: string | null;
  readonly sync_status_reason: SyncReason | null;
}

export interface SyncEngine {
  /** A whole sync, from start to finish. Counts as use of the account, like `start`. */
  run(outcomes?: SyncOutcomes): void;
  /** Begins a sync that goes on by hand: with `copy` and `finish`. Nothing when one runs already. */
  start(): void;
  /** Copies up to so many records, in the order of models; what is copied is visible at once. Answers how many it copied. */
  copy(records: number): number;
  /** Ends the sync. What is not copied yet is copied first, except of models that fail. */
  finish(outcomes?: SyncOutcomes): void;
  readonly isRunning: boolean;
  status(): readonly SyncStatus[];
}

export interface SyncSurroundings {
  readonly clock: SimulatedClock;
  readonly hr: HrSystem;
  readonly copy: Copy;
  readonly visibility: Visibility;
  /** Whether the connection to the HR system works; without it every sync fails. */
  readonly isConnected: () => boolean;
  readonly onNews: OnNews;
  readonly onFinished: (models: readonly MergeModel[], wasInitial: boolean) => void;
  readonly everyMs: number;
  readonly takesMs: number;
}

export interface OwnSyncEngine extends SyncEngine {
  /** Catches up with the clock: begins what is due, copies as far as the time has come, ends, and pauses idle accounts. */
  keepUp(): void;
  /** A call or a webhook of the customer's has come in: the account is in use. */
  noteUse(): void;
  /** Begins a sync that goes on by the clock. */
  request(): void;
  readonly isIdle: boolean;
}

interface ModelState {
  lastStart: number | undefined;
  lastFinished: number | undefined;
  lastResult: SyncResult | undefined;
  freshAsOf: number | undefined;
  reason: SyncReason | undefined;
  isInitial: boolean;
}

const idleAfterMs = 14 * 86_400_000;

export function createSyncEngine({ clock, hr, copy, visibility, ...around }: SyncSurroundings): OwnSyncEngine {
  const { isConnected, onNews, onFinished, everyMs, takesMs } = around;
  const states = new Map<MergeModel, ModelState>(mergeModels.map((model) => [model, newState()]));
  let running:
    | { readonly start: number; steps: Generator<void>; readonly total: number; copied: number; readonly byHand: boolean }
    | undefined;
  let nextStart = clock.now() + everyMs;
  let lastUse = clock.now();
  let isIdle = false;

  function* steps(failing: readonly MergeModel[] = []): Generator<void> {
    const models = mergeModels.filter((model) => visibility.isEnabled(model) && !failing.includes(model));
    for (const model of models) yield* copy.pull(model, hr, clock.now, onNews);
  }

  const begin = (start: number, byHand: boolean): void => {
    if (running !== undefined) return;
    hr.settle();
    isIdle = false;
    nextStart = start + everyMs;
    for (const state of states.values()) state.lastStart = start;
    if (isConnected()) {
      for (const model of visibility.enforce()) for (const row of [...copy.shelves[model].all()]) copy.shelves[model].touch(row, start);
    }
    const total = takesMs > 0 ? mergeModels.reduce((sum, model) => sum + copy.pending(model, hr), 0) : 0;
    running = { start, steps: isConnected() ? steps() : noSteps(), total, copied: 0, byHand };
  };

  const advance = (records: number): number => {
    let copied = 0;
    while (running !== undefined && copied < records && running.steps.next().done !== true) copied += 1;
    if (running !== undefined) running.copied += copied;
    return copied;
  };

  const settle = (model: MergeModel, state: ModelState, start: number, at: number, outcomes: SyncOutcomes): void => {
    const fair = visibility.isPartial(model) ? 'PARTIALLY_SYNCED' : 'DONE';
    const given = outcomes[model] ?? (isConnected() ? fair : 'FAILED');
    state.lastResult = resultOf(given);
    state.lastFinished = at;
    state.reason = typeof given === 'string' ? undefined : given.reason;
    if (state.lastResult !== 'FAILED') state.isInitial = false;
    if (state.lastResult === 'DONE') state.freshAsOf = start;
  };

  const end = (at: number, outcomes: SyncOutcomes): void => {
    if (running === undefined) return;
    const failing = mergeModels.filter((model) => resultOf(outcomes[model]) === 'FAILED');
    if (isConnected() && failing.length > 0) running.steps = steps(failing);
    advance(Number.POSITIVE_INFINITY);
    const { start } = running;
    running = undefined;
    const wasInitial = states.get('employees')?.isInitial === true;
    const models = mergeModels.filter((model) => visibility.isEnabled(model));
    for (const [model, state] of states) if (models.includes(model)) settle(model, state, start, at, outcomes);
    onFinished(models, wasInitial);
  };

  const keepUp = (): void => {
    const now = clock.now();
    const isUnused = now - lastUse > idleAfterMs;
    if (running === undefined && isUnused) isIdle = true;
    if (running === undefined && !isUnused && now >= nextStart) begin(nextStart + Math.floor((now - nextStart) / everyMs) * everyMs, false);
    if (running === undefined || running.byHand) return;
    const share = takesMs === 0 ? 1 : (now - running.start) / takesMs;
    if (share >= 1) end(running.start + takesMs, {});
    else advance(Math.floor(running.total * share) - running.copied);
  };

  // Otherwise a test that syncs by hand after weeks would find the account paused again at once.
  const beginByHand = (): void => {
    lastUse = clock.now();
    begin(lastUse, true);
  };

  const statusOf = (model: MergeModel, state: ModelState): SyncStatus => {
    const { name } = modelDescriptions[model];
    const settled = isIdle ? 'PAUSED' : (state.lastResult ?? 'SYNCING');
    return {
      model_name: name,
      model_id: `hris.${name}`,
      status: visibility.isEnabled(model) ? (running === undefined ? settled : 'SYNCING') : 'DISABLED',
      last_sync_start: instant(state.lastStart),
      last_sync_result: state.lastResult ?? null,
      last_sync_finished: instant(state.lastFinished),
      next_sync_start: instant(nextStart),
      is_initial_sync: state.isInitial,
      selective_sync_configurations_usage: visibility.selection() ?? null,
      data_fresh_as_of: instant(state.freshAsOf),
      sync_status_reason: state.reason ?? null,
    };
  };

  return {
    run(outcomes = {}) {
      beginByHand();
      end(clock.now(), outcomes);
    },
    start: beginByHand,
    copy: advance,
    finish: (outcomes = {}) => end(clock.now(), outcomes),
    get isRunning() {
      return running !== undefined;
    },
    get isIdle() {
      return isIdle;
    },
    status: () => [...states].map(([model, state]) => statusOf(model, state)),
    keepUp,
    noteUse() {
      lastUse = clock.now();
      // An account in use again is synced with the next look, not within the call that woke it.
      if (isIdle) nextStart = lastUse + 1;
    },
    request() {
      begin(clock.now(), false);
    },
  };
}

function resultOf<Outcome extends SyncOutcomes[MergeModel]>(outcome: Outcome): SyncResult | undefined {
  return typeof outcome === 'object' ? outcome.result : outcome;
}

function newState(): ModelState {
  return { lastStart: undefined, lastFinished: undefined, lastResult: undefined, freshAsOf: undefined, reason: undefined, isInitial: true };
}

function* noSteps(): Generator<void> {}

/** An instant on the wire. */
export function instant(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}
