// Web linking, RFC 8288: only what paging needs.

const linkValue = /\s*<([^>]*)>((?:\s*;\s*[^\s=;,"]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)\s*(?:,|$)/y;
const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i;

/**
 * The target of the `Link` header with the relation `next`, as the server wrote it (absolute or relative); `undefined`
 * when there is none. Several header lines, several relations in one link and commas inside quotes are understood;
 * a malformed header ends the reading at the fault. Pure.
 */
export function nextLink(headers: Headers): string | undefined {
  const text = headers.get('link') ?? '';
  linkValue.lastIndex = 0;
  for (let match = linkValue.exec(text); match !== null && match[0] !== ''; match = linkValue.exec(text)) {
    const found = relation.exec(match[2] ?? '');
    const relations = (found?.[1] ?? found?.[2] ?? '').toLowerCase().split(/\s+/);
    if (relations.includes('next')) return match[1];
  }
  return undefined;
}
