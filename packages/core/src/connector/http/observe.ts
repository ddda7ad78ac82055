// What an answer tells the limiter: the vendor's own headers where the connector can read them, else whether we were refused.
import type { LimitObservation } from '../limiter.ts';
import type { Exchange } from './exchange.ts';
import type { Judgement } from './judge.ts';
import type { HttpLimits } from './request.ts';

/** Pure. An answer that teaches nothing still says that the call went through. */
export function observationOf(
  limits: HttpLimits | undefined,
  bucket: string | undefined,
  exchanged: Exchange,
  judged: Judgement<unknown>,
  now: number,
): LimitObservation {
  if (exchanged.kind === 'lost') return { bucket };
  const { status, headers } = exchanged;
  const observed = limits?.observe?.({ status, headers, bucket }, now);
  if (observed !== undefined) return { bucket, ...observed };
  if (judged.kind === 'answer' || judged.verdict.code !== 'CONNECTOR_RATE_LIMITED') return { bucket };
  return { bucket, refused: true, ...(judged.stated === undefined ? {} : { resetAt: now + judged.stated }) };
}
