// Work that the vendor may finish after its answer, to be asked for by the id of its job.

export interface Jobs {
  /** Keeps what `finish` answers until the job has been asked for often enough. Answers its id. */
  start(kind: string, finish: () => unknown): string;
  /** `undefined`: there is no such job of this kind. */
  poll(kind: string, id: string): unknown;
}

/** `polls`: how often a job is still in progress when it is asked for. The work itself is done at the last one. */
export function createJobs(polls: () => number): Jobs {
  const jobs = new Map<string, { readonly kind: string; readonly finish: () => unknown; left: number; result?: unknown }>();
  return {
    start(kind, finish) {
      const id = `dbjid:AA${jobs.size + 1}`;
      jobs.set(id, { kind, finish, left: polls() });
      return id;
    },
    poll(kind, id) {
      const job = jobs.get(id);
      if (job?.kind !== kind) return undefined;
      if (job.left > 0) {
        job.left -= 1;
        return { '.tag': 'in_progress' };
      }
      job.result ??= job.finish();
      return job.result;
    },
  };
}
