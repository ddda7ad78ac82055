/** An instant as Okta writes it, or null where there is none. */
export function wireTime(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
