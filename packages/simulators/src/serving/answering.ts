// Requests and answers as the simulated HR systems pass them around.
import type { Socket } from 'node:net';

/** A request as it came in. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  readonly socket: Socket;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** A text goes out as it is, anything else as JSON, `undefined` as an empty body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Ends the work on a request with this answer. */
export class Refusal extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

/** What `work` answers, or the refusal that it ended with. */
export async function answered(work: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
