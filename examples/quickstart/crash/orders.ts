// What a process of the crash tests is told, and what it says in the end.
import type { KillPoint, Step } from './kill-points.ts';

export interface Addresses {
  readonly employees: string;
  readonly okta: { readonly url: string; readonly token: string };
  readonly chat: { readonly url: string; readonly token: string };
  readonly desk: { readonly url: string; readonly token: string };
}

/** Where a process dies: at the first of these points or steps that it comes to. */
export interface Death {
  readonly points?: readonly KillPoint[] | undefined;
  /** At these steps of every change; those in the log do not count any more. */
  readonly steps?: readonly Step[] | undefined;
  /** Only at one in so many of these. Default 1: at each. */
  readonly oneIn?: number | undefined;
  /** Where it is written down at what one died. */
  readonly log: string;
  /** Default `SIGKILL`. `none`: it only writes down every place that it comes to, and lives. */
  readonly signal?: 'SIGKILL' | 'SIGSTOP' | 'none' | undefined;
}

export interface Orders {
  readonly addresses: Addresses;
  readonly store: string;
  readonly shiftMs: number;
  readonly death?: Death | undefined;
  /** The store may grow no further. */
  readonly mebibytes?: number | undefined;
}

/** The last words of a process that was not killed. */
export interface Words {
  /** Changes that its run came to, whatever became of them. */
  readonly changes?: number;
  /** Changes that a plan made right after the run still has. */
  readonly left?: number;
  /** The error it ended with. */
  readonly code?: string;
}
