// The table of changes, and the few lines of script that search it. Without script it is a plain table.
import type { Row } from './data.ts';
import { type Html, html } from './html.ts';

export function changeTable(rows: readonly Row[], total: number): Html {
  if (rows.length === 0) return html``;
  const left = total > rows.length ? html`<p class="quiet">The first ${rows.length} of ${total} changes.</p>` : html``;
  return html`<details><summary>${total === 1 ? '1 change' : `${total} changes`}</summary>
<p class="search" hidden><label>Search <input type="search" autocomplete="off"></label> <output></output></p>
<div class="scroll"><table>
<thead><tr><th>person</th><th>department</th><th>change</th><th>because</th><th>outcome</th></tr></thead>
<tbody>${rows.map(line)}</tbody>
</table></div>${left}</details>`;
}

function line({ person, initials, department, what, because, outcome }: Row): Html {
  return html`<tr><td>${person} <b>${initials}</b></td><td>${department ?? '–'}</td><td>${what}</td><td>${because}</td><td><span class="outcome ${outcome}">${outcome}</span></td></tr>
`;
}

/** Shows each search field and hides the rows that lack one of the words typed into it. */
export const searchScript = `
for (const details of document.querySelectorAll('details')) {
  const [search, input, output] = ['.search', 'input', 'output'].map((name) => details.querySelector(name));
  if (!search) continue;
  const rows = [...details.querySelectorAll('tbody tr')].map((row) => [row, row.textContent.toLowerCase()]);
  search.hidden = false;
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    output.textContent = words.length ? shown + ' of ' + rows.length : '';
  });
}
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
`;
