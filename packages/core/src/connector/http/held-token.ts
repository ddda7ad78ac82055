// An access token that is kept for its life: renewed early, asked for once however many wait for it, given up when refused.
import type { ConnectorContext } from '../context.ts';
import { isTenureError } from '../errors.ts';

/** A token as the system gave it. Times are on the engine's clock, in milliseconds since the epoch. */
export interface HeldToken {
  readonly text: string;
  readonly givenAt: number;
  readonly endsAt: number;
}

/** A token is renewed so long before it ends; until then a renewal that fails for the moment costs nothing. */
const renewEarlyMs = 5 * 60_000;

/**
 * Keeps one token, in memory alone. The answer gives the token to use now, for an `authorize` of {@link createHttp}:
 * callers at once share one request for it, it is renewed five minutes before it ends (a tenth of its life, where that is
 * less), and when it was `rejected`: once, however many calls were refused with it, as `refused` tells, the headers that were
 * sent. What `request` throws passes through, but for a token that still holds.
 */
export function holdToken<Token extends HeldToken>(
  request: (context: ConnectorContext) => Promise<Token>,
): (context: ConnectorContext, reason: 'first' | 'rejected', refused?: Headers | undefined) => Promise<Token> {
  let current: Token | undefined;
  let underWay: { readonly token: Promise<Token>; readonly signal: AbortSignal } | undefined;

  const renewed = async (context: ConnectorContext): Promise<Token> => {
    for (;;) {
      const mine = underWay ?? { token: request(context), signal: context.signal };
      underWay = mine;
      try {
        current = await mine.token;
        return current;
      } catch (error) {
        context.signal.throwIfAborted();
        // Whoever began it gave up: that is no reason for the others.
        if (!mine.signal.aborted) throw error;
      } finally {
        if (underWay === mine) underWay = undefined;
      }
    }
  };

  return async (context, reason, refused) => {
    const now = context.now();
    if (current === undefined || now >= current.endsAt) return renewed(context);
    // Somebody else has renewed it since: the refusal was meant for the one before.
    if (reason === 'rejected') return refused !== undefined && !holds(refused, current) ? current : renewed(context);
    const early = Math.min(renewEarlyMs, (current.endsAt - current.givenAt) / 10);
    if (now < current.endsAt - early) return current;
    const held = current;
    return renewed(context).catch((error: unknown) => {
      if (isTenureError(error) && error.retry === 'after-delay') return held;
      throw error;
    });
  };
}

function holds(headers: Headers, { text }: HeldToken): boolean {
  return headers.get('authorization')?.split(' ').at(-1) === text;
}
