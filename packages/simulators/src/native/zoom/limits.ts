// Zoom's locks and limits, on the server's own clock.
import { busy, perDay, perSecond } from './problems.ts';

export interface ZoomLimits {
  /** Calls in one second. Default: any number. */
  readonly perSecond?: number | undefined;
  /** Calls in one day of the clock. Default: any number. */
  readonly perDay?: number | undefined;
}

const day = 86_400_000;

export interface Gate {
  /** Throws when the call is one too many. */
  count(): void;
  /** Throws while another change of the same user is under way; ends with the answer. */
  claim(key: string, signal: AbortSignal): void;
  /** Throws while a change of this user is under way. */
  pass(key: string): void;
}

export function createGate(limits: ZoomLimits, nowOf: () => number): Gate {
  const used = { second: -1, inSecond: 0, day: -1, inDay: 0 };
  const held = new Set<string>();
  const pass = (key: string): void => {
    if (held.has(key.toLowerCase())) throw busy();
  };
  return {
    count() {
      const now = nowOf();
      const [second, today] = [Math.floor(now / 1_000), Math.floor(now / day)];
      if (used.second !== second) Object.assign(used, { second, inSecond: 0 });
      if (used.day !== today) Object.assign(used, { day: today, inDay: 0 });
      if (limits.perDay !== undefined && used.inDay >= limits.perDay) throw perDay(limits.perDay, (today + 1) * day);
      if (limits.perSecond !== undefined && used.inSecond >= limits.perSecond) throw perSecond(limits.perSecond);
      used.inSecond += 1;
      used.inDay += 1;
    },
    pass,
    claim(key, signal) {
      pass(key);
      held.add(key.toLowerCase());
      signal.addEventListener('abort', () => held.delete(key.toLowerCase()));
    },
  };
}
