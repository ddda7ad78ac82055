// Questions in SOQL. Every value goes through here, so that no name can become a part of the question.

const escapes: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
  '\b': String.raw`\b`,
  '\f': String.raw`\f`,
};

/** A text as SOQL quotes it. Pure. */
export const quoted = (text: string): string => `'${text.replace(/[\\'\n\r\t\b\f]/g, (one) => escapes[one] ?? `\\${one}`)}'`;
