// What one record of a file states, before it is put into the shape of an employee or a department.

/** Cells or JSON values by the place they fill. */
export type Facts = Readonly<Record<string, unknown>>;

export type Statement =
  /** A record whose values still need reading: words, dates, references. */
  | { readonly kind: 'facts'; readonly line: number; readonly raw: string; readonly facts: Facts }
  /** A JSON record that has the shape of ours already. */
  | { readonly kind: 'whole'; readonly line: number; readonly raw: string; readonly facts: Facts & { readonly id: string } }
  | {
      readonly kind: 'unreadable';
      readonly line: number;
      readonly lastLine: number;
      readonly id: string | undefined;
      readonly reason: string;
      /** It is the end of the file and looks cut off. */
      readonly cut: boolean;
    };

export type Unreadable = Extract<Statement, { kind: 'unreadable' }>;
