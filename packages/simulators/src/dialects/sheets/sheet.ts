// A vendor's sheet: its rows, sorted by how far they can be trusted. What it does not state is as the standard has it.
import type { Dialect } from '../dialect.ts';
import { rfcDialect } from '../rfc.ts';

/**
 * `documented`: read in the vendor's documents or schemas. `reported`: seen in somebody's working connector or live test.
 * `unconfirmed`: a guess with reasons. `assumed`: nobody says; as the standard has it.
 */
export type Certainty = 'documented' | 'reported' | 'unconfirmed' | 'assumed';

export type DialectRow = keyof Dialect;

export interface Sheet {
  readonly name: string;
  /** The plan that the vendor asks for. */
  readonly plan: string;
  readonly documented: Partial<Dialect>;
  readonly reported?: Partial<Dialect> | undefined;
  readonly unconfirmed?: Partial<Dialect> | undefined;
}

/** The whole dialect of a sheet, with other positions for rows that nobody could confirm. Throws for a row that somebody did. */
export function dialectOf(sheet: Sheet, switches: Partial<Dialect> = {}): Dialect {
  for (const row of Object.keys(switches) as DialectRow[]) {
    const certainty = certaintyOf(sheet, row);
    if (certainty === 'documented' || certainty === 'reported')
      throw new RangeError(`${sheet.name}: ${row} is ${certainty}, not a switch.`);
  }
  return { ...rfcDialect, ...sheet.unconfirmed, ...sheet.reported, ...sheet.documented, ...switches };
}

export function certaintyOf(sheet: Sheet, row: DialectRow): Certainty {
  if (row in sheet.documented) return 'documented';
  if (row in (sheet.reported ?? {})) return 'reported';
  return row in (sheet.unconfirmed ?? {}) ? 'unconfirmed' : 'assumed';
}
