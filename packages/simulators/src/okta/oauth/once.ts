// Remembers what may be used once, for as long as it could be valid.

/** Whether a name is seen for the first time within `keepMs`; what is older may be forgotten. */
export function createOnce(now: () => number, keepMs: number): (name: string) => boolean {
  let [recent, older]: [Set<string>, Set<string>] = [new Set(), new Set()];
  let turnedAt = now();
  return (name) => {
    if (now() - turnedAt >= keepMs) [recent, older, turnedAt] = [new Set(), recent, now()];
    if (recent.has(name) || older.has(name)) return false;
    recent.add(name);
    return true;
  };
}
