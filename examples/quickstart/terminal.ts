// Text for people at a terminal: headings, paragraphs at its width, tables that are cut rather than folded.

export interface Terminal {
  /** True when lines may be drawn again in place. */
  readonly interactive: boolean;
  readonly width: number;
  heading(text: string): void;
  /** A paragraph. */
  say(text: string): void;
  /** Lines that belong together, indented; rows of a table are cut at the width. */
  list(lines: readonly string[]): void;
  /** A print of the engine's: rows of changes are cut, all other lines are folded. */
  print(text: string): void;
  /** As it is. */
  write(text: string): void;
}

export interface Screen {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const control = '\u001b[';
const marks: Readonly<Record<string, string>> = { '+': '32', '=': '36', '~': '33', '-': '31', '!': '35' };

export function createTerminal(screen: Screen, environment: Readonly<Record<string, string | undefined>>): Terminal {
  const width = Math.max(40, Math.min(screen.columns || 100, 100));
  const interactive = screen.isTTY === true && environment['TERM'] !== 'dumb';
  const coloured = interactive && (environment['NO_COLOR'] ?? '') === '';
  const paint = (code: string, text: string): string => (coloured ? `${control}${code}m${text}${control}0m` : text);
  const line = (text: string): void => void screen.write(`${text}\n`);
  const row = (text: string): void => {
    const shown = cut(harmless(text), width);
    const code = marks[text.trimStart()[0] ?? ''];
    line(code === undefined ? shown : paint(code, shown));
  };
  return {
    interactive,
    width,
    heading: (text) => line(`${paint('1', text)}\n${paint('2', '─'.repeat(Math.min(width, text.length)))}`),
    say: (text) => line(`${fold(harmless(text), width).join('\n')}\n`),
    list: (lines) => {
      for (const each of lines) for (const part of fold(harmless(each), width - 2, '  ')) line(`  ${part}`);
      line('');
    },
    print: (text) => {
      for (const each of text.trimEnd().split('\n')) {
        if (/^[+=~-] /.test(each)) row(each);
        else for (const part of fold(each, width, '    ')) row(part);
      }
      line('');
    },
    write: (text) => void screen.write(text),
  };
}

/** A department could be named with characters that move the cursor. */
function harmless(text: string): string {
  return text.replace(/\p{Cc}/gu, '�');
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1).trimEnd()}…`;
}

/** Breaks text at spaces; what follows the first line is indented by its own indent and `hang`. */
export function fold(text: string, width: number, hang = ''): string[] {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of text.trim().split(' ')) {
    const start = lines.length === 0 ? indent : indent + hang;
    const next = current === '' ? start + word : `${current} ${word}`;
    if (next.length > width && current !== '') {
      lines.push(current);
      current = indent + hang + word;
    } else current = next;
  }
  return [...lines, current];
}
