// A token that a test is given beside the ones that a model issues.
import type { IssuedTokens } from './model.ts';

export interface StandingToken {
  /** `ended`: it held once. */
  state(authorization: string | undefined): 'good' | 'ended' | 'unknown';
  /** It and every issued token are refused from now on. */
  endAll(): void;
}

export function standingToken(text: string, issued: IssuedTokens): StandingToken {
  let holds = true;
  return {
    state(authorization) {
      if (issued.admits(authorization)) return 'good';
      if (authorization === `Bearer ${text}`) return holds ? 'good' : 'ended';
      return /^Bearer model-token-\d+$/.test(authorization ?? '') ? 'ended' : 'unknown';
    },
    endAll() {
      holds = false;
      issued.endAll();
    },
  };
}
