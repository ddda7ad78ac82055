// Webhooks: what happened waits in order, and goes out when a test says so: signed, and spoilt in the ways of real deliveries.
import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** One message as it goes out. */
export interface MergeHook {
  readonly hook: { readonly id: string; readonly event: string; readonly target: string };
  readonly linked_account: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** How a message is signed. Merge's form is url-safe base64; sources differ on padding, and an older guide has plain base64. */
export type HookSignature = 'padded' | 'unpadded' | 'plain-base64' | 'wrong' | 'absent';

export interface DeliveryOptions {
  /** Default `padded`. */
  readonly signature?: HookSignature | undefined;
  /** Default: in the order of events. */
  readonly order?: 'reversed' | undefined;
  /** Every message comes twice. */
  readonly twice?: boolean | undefined;
  /** Messages that never arrive. */
  readonly lose?: ((hook: MergeHook) => boolean) | undefined;
  /** Real milliseconds before each of the two further attempts. Default `[1000, 2000]`. */
  readonly retryAfterMs?: readonly number[] | undefined;
  /** Real milliseconds for one attempt. Sources say 10 s and 30 s. Default 10 000. */
  readonly timeoutMs?: number | undefined;
}

export interface Delivery {
  readonly event: string;
  readonly url: string;
  /** The status of every attempt; 0: no answer. Retried after no answer and from 500 on, never after 4xx. */
  readonly attempts: readonly number[];
}

export interface MergeWebhooks {
  /** Signs every message; one for the organization. */
  readonly signatureKey: string;
  /** From now on messages wait for this address. */
  subscribe(url: string): void;
  /** Messages that nobody has delivered yet, oldest first. */
  waiting(): readonly MergeHook[];
  /** Sends what waits to every subscriber. Nothing waits afterwards. */
  deliver(options?: DeliveryOptions): Promise<readonly Delivery[]>;
  /** Sends one body, a hook or anything else, to an address. */
  send(url: string, body: object, options?: DeliveryOptions): Promise<Delivery>;
  /** What the dashboard's test button sends: no envelope. */
  sendTest(url: string, options?: DeliveryOptions): Promise<Delivery>;
  /** The signature of a raw body. */
  sign(raw: string, signature?: HookSignature): string | undefined;
}

export interface OwnWebhooks extends MergeWebhooks {
  /** Puts a message in line where somebody has subscribed; it is made when it is looked at. */
  note(make: () => Omit<MergeHook, 'hook'>, event: string): void;
}

const signatureHeader = 'X-Merge-Webhook-Signature';

export function createWebhooks(signatureKey: string): OwnWebhooks {
  const subscribers: string[] = [];
  let line: { readonly id: string; readonly event: string; readonly make: () => Omit<MergeHook, 'hook'> }[] = [];
  let noted = 0;

  const sign = (raw: string, signature: HookSignature = 'padded'): string | undefined => {
    const key = signature === 'wrong' ? `${signatureKey}-of-somebody-else` : signatureKey;
    const plain = createHmac('sha256', key).update(raw).digest('base64');
    const urlSafe = plain.replaceAll('+', '-').replaceAll('/', '_');
    if (signature === 'absent') return undefined;
    if (signature === 'plain-base64') return plain;
    return signature === 'unpadded' ? urlSafe.replaceAll('=', '') : urlSafe;
  };

  const send = async (url: string, body: object, options: DeliveryOptions = {}): Promise<Delivery> => {
    const raw = JSON.stringify(body);
    const signed = sign(raw, options.signature);
    const headers = { 'content-type': 'application/json', ...(signed === undefined ? {} : { [signatureHeader]: signed }) };
    const attempts: number[] = [];
    for (const pause of [0, ...(options.retryAfterMs ?? [1000, 2000])]) {
      if (pause > 0) await wait(pause);
      attempts.push(await attempt(url, { method: 'POST', headers, body: raw }, options.timeoutMs ?? 10_000));
      const status = attempts.at(-1) ?? 0;
      if (status > 0 && status < 500) break;
    }
    return { event: 'hook' in body ? (body as MergeHook).hook.event : '', url, attempts };
  };

  const made = (url: string): MergeHook[] => line.map(({ id, event, make }) => ({ hook: { id, event, target: url }, ...make() }));

  return {
    signatureKey,
    sign,
    send,
    sendTest: (url, options) => send(url, { response: 'Success! This URL will be notified.' }, options),
    subscribe: (url) => void subscribers.push(url),
    waiting: () => made(subscribers[0] ?? ''),
    async deliver(options = {}) {
      const { order, twice = false, lose } = options;
      const messages = subscribers.flatMap(made).filter((hook) => lose?.(hook) !== true);
      line = [];
      if (order === 'reversed') messages.reverse();
      const deliveries: Delivery[] = [];
      for (const message of messages.flatMap((hook) => (twice ? [hook, hook] : [hook]))) {
        deliveries.push(await send(message.hook.target, message, options));
      }
      return deliveries;
    },
    note(make, event) {
      noted += 1;
      if (subscribers.length > 0) line.push({ id: `hook-${noted}`, event, make });
    },
  };
}

async function attempt(url: string, request: RequestInit, timeoutMs: number): Promise<number> {
  try {
    const response = await fetch(url, { ...request, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
