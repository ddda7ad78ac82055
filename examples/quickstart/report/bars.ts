// Changes by target and kind as horizontal bars, drawn as inline SVG.
import type { PlanHeader } from '@tenure/core';
import { type Html, html } from './html.ts';

const [rowHeight, labelWidth, barWidth, countWidth] = [22, 210, 380, 60];

export function changeBars({ changes }: Pick<PlanHeader, 'changes'>): Html {
  if (changes.length === 0) return html``;
  const most = Math.max(...changes.map((count) => count.changes));
  const height = changes.length * rowHeight;
  const rows = changes.map((count, index) => {
    const y = index * rowHeight;
    const width = Math.max(2, Math.round((count.changes / most) * barWidth));
    return html`<text x="${labelWidth - 10}" y="${y + 15}" text-anchor="end">${count.target}: ${count.class}</text>
<rect class="bar ${count.class}" x="${labelWidth}" y="${y + 4}" width="${width}" height="14" rx="2"/>
<text x="${labelWidth + width + 8}" y="${y + 15}">${count.changes}</text>`;
  });
  const label = changes.map((count) => `${count.target}: ${count.changes} ${count.class}`).join('; ');
  return html`<svg class="bars" role="img" aria-label="${label}" viewBox="0 0 ${labelWidth + barWidth + countWidth} ${height}">${rows}</svg>`;
}
