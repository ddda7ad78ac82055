// How a memory world goes wrong on purpose, and the journal of what it was asked.
import { type ConnectorContext, type Page, type PageRequest, TenureError, type WriteContext } from '../../connector/index.ts';

/** One call that a memory world received, in order of arrival. */
export interface MemoryCall<Verb extends string> {
  readonly verb: Verb;
  readonly at: number;
  /** The account, user or employee the call was about; absent for lists and creates. */
  readonly id?: string | undefined;
  readonly groupId?: string | undefined;
  /** Only writes have one. */
  readonly idempotencyKey?: string | undefined;
}

/**
 * What goes wrong with a call.
 *
 * `before`: throws, nothing happened. `after`: a write takes effect, then throws; by default the answer was lost
 * (`CONNECTOR_OUTCOME_UNKNOWN`). `no-effect`: a write answers as if it had worked and does nothing. `empty-page`: an
 * empty page whose cursor goes on. `cut-page`: half a page that claims to be the last. `repeat-cursor`: `next` is the
 * cursor of the request. `wait`: takes that long on the context's clock.
 */
export type MemoryFault =
  | { readonly kind: 'before'; readonly error: Error }
  | { readonly kind: 'after'; readonly error?: Error | undefined }
  | { readonly kind: 'no-effect' }
  | { readonly kind: 'empty-page' }
  | { readonly kind: 'cut-page' }
  | { readonly kind: 'repeat-cursor' }
  | { readonly kind: 'wait'; readonly milliseconds: number };

/** Which calls of a verb go wrong: the nth from now (1 is the next), every one, or the ones a function picks. */
export type FaultChoice<Verb extends string> = number | 'every' | ((call: MemoryCall<Verb>) => boolean);

/** The part every memory backend has. */
export interface MemoryDesk<Verb extends string> {
  /** Every call received, oldest first. Clear it with `calls.length = 0`. */
  readonly calls: MemoryCall<Verb>[];
  /** Makes calls of `verb` go wrong. The latest fault that fits a call is used. */
  fail(verb: Verb, choice: FaultChoice<Verb>, fault: MemoryFault): void;
  /** Takes every fault back. */
  heal(): void;
}

/** What a write decided to do, before it does it. */
export interface Decision<Answer> {
  readonly answer: Answer;
  readonly commit: () => void;
}

type Subject = Omit<MemoryCall<string>, 'verb' | 'at' | 'idempotencyKey'>;

/** The desk as a memory connector uses it. */
export interface WorkingDesk<Verb extends string> extends MemoryDesk<Verb> {
  read<Answer>(verb: Verb, context: ConnectorContext, subject: Subject, answer: () => Answer): Promise<Answer>;
  page<Item>(
    verb: Verb,
    context: ConnectorContext,
    request: PageRequest,
    items: () => readonly Item[],
    subject?: Subject,
  ): Promise<Page<Item>>;
  /** `decide` looks and throws; only `commit` changes anything. Both run in one turn, so concurrent calls cannot mix. */
  write<Answer>(verb: Verb, context: WriteContext, subject: Subject, decide: () => Decision<Answer>): Promise<Answer>;
}

interface PlannedFault<Verb extends string> {
  readonly verb: Verb;
  readonly choice: FaultChoice<Verb>;
  readonly fault: MemoryFault;
  seen: number;
}

/** `pageSize` caps every page; `latencyMs` passes on the context's clock before a call takes effect. */
export function openDesk<Verb extends string>(system: string, pageSize: number, latencyMs: number): WorkingDesk<Verb> {
  const calls: MemoryCall<Verb>[] = [];
  let planned: PlannedFault<Verb>[] = [];

  async function arrive(verb: Verb, context: ConnectorContext, subject: Subject, key?: string): Promise<MemoryFault | undefined> {
    context.signal.throwIfAborted();
    const call = { verb, at: context.now(), ...subject, idempotencyKey: key };
    calls.push(call);
    const fault = chosenFault(planned, call);
    const wait = latencyMs + (fault?.kind === 'wait' ? fault.milliseconds : 0);
    if (wait > 0) await context.sleep(wait);
    context.signal.throwIfAborted();
    if (fault?.kind === 'before') throw fault.error;
    return fault;
  }

  return {
    calls,
    fail: (verb, choice, fault) => {
      planned.push({ verb, choice, fault, seen: 0 });
    },
    heal: () => {
      planned = [];
    },
    read: async (verb, context, subject, answer) => {
      await arrive(verb, context, subject);
      return answer();
    },
    page: async (verb, context, request, items, subject = {}) => {
      const fault = await arrive(verb, context, subject);
      return pageOf(items(), request, pageSize, fault);
    },
    write: async (verb, context, subject, decide) => {
      const fault = await arrive(verb, context, subject, context.idempotencyKey);
      const { answer, commit } = decide();
      if (fault?.kind !== 'no-effect') commit();
      if (fault?.kind === 'after') throw fault.error ?? lostAnswer(system, verb, subject.id);
      return answer;
    },
  };
}

function chosenFault<Verb extends string>(planned: readonly PlannedFault<Verb>[], call: MemoryCall<Verb>): MemoryFault | undefined {
  let chosen: MemoryFault | undefined;
  for (const entry of planned) {
    if (entry.verb !== call.verb) continue;
    entry.seen += 1;
    const { choice } = entry;
    const fits = choice === 'every' || choice === entry.seen || (typeof choice === 'function' && choice(call));
    if (fits) chosen = entry.fault;
  }
  return chosen;
}

function pageOf<Item>(all: readonly Item[], request: PageRequest, pageSize: number, fault: MemoryFault | undefined): Page<Item> {
  // A cursor is an offset; `~` marks pages that came after an empty one, so that no cursor is given twice.
  const start = Number.parseInt(request.cursor ?? '0', 10);
  if (fault?.kind === 'empty-page') return { items: [], next: `${request.cursor ?? start}~` };
  const size = Math.max(1, Math.min(request.limit, pageSize));
  const items = all.slice(start, start + size);
  if (fault?.kind === 'cut-page') return { items: items.slice(0, Math.floor(items.length / 2)) };
  if (fault?.kind === 'repeat-cursor') return { items, next: request.cursor ?? '0' };
  const end = start + items.length;
  return end < all.length ? { items, next: String(end) } : { items };
}

function lostAnswer(system: string, verb: string, id: string | undefined): TenureError {
  return new TenureError('CONNECTOR_OUTCOME_UNKNOWN', { system, verb, id, fact: 'the connection broke before the answer', details: {} });
}
