// SQLite answers before a promise can let go of the event loop; this lets go of it every now and then.

/** How long reads may follow each other before timers and sockets get their turn. */
const longestStretchMs = 10;

/** Waits for the next turn of the event loop when this one has lasted long, else not at all. */
export function turnKeeper(): () => Promise<void> {
  let began = performance.now();
  let watching = false;

  return async () => {
    const now = performance.now();
    if (!watching) {
      watching = true;
      began = now;
      setImmediate(() => {
        watching = false;
      }).unref();
      return;
    }
    if (now - began < longestStretchMs) return;
    await new Promise<void>((resume) => setImmediate(resume));
  };
}
