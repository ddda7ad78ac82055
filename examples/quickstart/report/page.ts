// The report as one HTML document that needs nothing else. Data in, text out.
import { createHash } from 'node:crypto';
import { searchScript } from './changes.ts';
import { chapterSection } from './chapter.ts';
import type { ReportData } from './data.ts';
import { html } from './html.ts';
import { style } from './style.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The browser is told to run this one script, to use this one style, and to load nothing. */
const security = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(searchScript)}; base-uri 'none'; form-action 'none'`;

/** The whole page. Pure: the same data give the same text. */
export function reportPage({ title, subtitle, chapters }: ReportData): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${security}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<header><h1>${title}</h1><p class="quiet">${subtitle}. People are shown by id and initials.</p></header>
<main>${chapters.map(chapterSection)}</main>
<script>${{ html: searchScript }}</script>
</body>
</html>
`.html;
}
