// What the host lets us call to be told something. What goes wrong in there is the host's: no cut waits for it.
import type { Logger } from './connector/context.ts';

/** The same function, of which nothing comes back but an end: neither an error nor a promise that fails. */
export function quietly<Args extends readonly unknown[]>(tell: (...args: Args) => unknown): (...args: Args) => void {
  return (...args) => {
    try {
      const answer = tell(...args);
      if (answer instanceof Promise) answer.catch(() => {});
    } catch {
      // There is nobody left to tell.
    }
  };
}

/** A logger whose disk may be full. */
export function quietLogger(log: Logger): Logger {
  return {
    debug: quietly((...line: Parameters<Logger['debug']>) => log.debug(...line)),
    info: quietly((...line: Parameters<Logger['info']>) => log.info(...line)),
    warn: quietly((...line: Parameters<Logger['warn']>) => log.warn(...line)),
    error: quietly((...line: Parameters<Logger['error']>) => log.error(...line)),
  };
}
