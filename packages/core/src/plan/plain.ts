// Text of others in prints: what HR, targets and their people wrote must not move a cursor, colour a terminal, begin a
// heading or fill a page.

const longestPart = 80;
const longestSentence = 400;

/** A name or id as it is printed: one line without control characters, at most 80 characters. Ordinary text stays as it is. */
export function plain(text: string): string {
  return oneLine(text, longestPart);
}

/** A reason or note as it is printed: like {@link plain}, at most 400 characters, as it may name several things. */
export function plainSentence(text: string): string {
  return oneLine(text, longestSentence);
}

/** A printed line inside Markdown: what would become a link, a tag, a cell, code or a heading is shown as it is. */
export function escapeMarkdown(line: string): string {
  return line.replace(/[\\[\]<>|`]/g, '\\$&').replace(/^\s*#/, '\\$&');
}

function oneLine(text: string, longest: number): string {
  const line = text.toWellFormed().replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
  if (line.length <= longest) return line;
  const characters = [...line];
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}
