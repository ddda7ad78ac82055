// What an app may not show yet because we have just done it.
/** Which accounts we have just made or renamed, for as long as the app may not show it. */
export interface Recent {
  note(id: string, now: number): void;
  has(id: string, now: number): boolean;
}

export function recentFor(windowMs: number): Recent {
  const since = new Map<string, number>();
  return {
    note(id, now) {
      for (const [other, at] of since) if (now - at >= windowMs) since.delete(other);
      since.set(id, now);
    },
    has: (id, now) => now - (since.get(id) ?? Number.NEGATIVE_INFINITY) < windowMs,
  };
}
