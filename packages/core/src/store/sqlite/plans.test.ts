import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { allLayouts, type Layout, type Order, type Tuple } from '../layout.ts';
import type { ScanRequest } from '../requests.ts';
import { migrate, migrations } from './migrations.ts';
import { countQuestion, getQuestion, type Question, scanQuestion } from './reading.ts';
import { tableOf } from './tables.ts';

function emptyDatabase(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  migrate(database, migrations);
  return database;
}

function planOf(database: DatabaseSync, { sql, values }: Question): readonly string[] {
  return database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...values)
    .map(({ detail }) => String(detail));
}

/** A value each column could hold; what matters is where it stands. */
function valuesAt(layout: Layout, positions: readonly number[]): Tuple {
  return positions.map((position) => (layout.columns[position]?.kind === 'text' ? 'x' : 1));
}

function everyScan(layout: Layout, order: Order): readonly ScanRequest[] {
  return [0, ...order.positions.map((_, index) => index + 1)].flatMap((length) =>
    [true, false].flatMap((reverse) =>
      [true, false].flatMap((limited) =>
        [true, false].map((continued): ScanRequest => {
          const whole = valuesAt(layout, order.positions);
          return {
            layout,
            order,
            equals: whole.slice(0, length),
            upTo: limited ? (whole[length] ?? undefined) : undefined,
            after: continued ? whole : undefined,
            reverse,
            limit: 10,
            positions: layout.allPositions,
          };
        }),
      ),
    ),
  );
}

const orders = allLayouts.flatMap((layout) =>
  [layout.byKey, ...layout.byIndex.values()].map((order) => ({ name: `${layout.name} by ${order.index ?? 'key'}`, layout, order })),
);

test.for(orders)('$name: every scan and count goes straight to its rows and sorts nothing', ({ layout, order }) => {
  const database = emptyDatabase();
  const used = order.index === undefined ? 'PRIMARY KEY' : `INDEX ${layout.name}_by_${order.index}`;
  const asked = new RegExp(`^SEARCH ${layout.name} USING (COVERING )?${used} \\(tenant=\\?`);
  // A count of the tenant may go over any smaller index: the number is the same.
  const counted = new RegExp(`^SEARCH ${layout.name} USING (PRIMARY KEY|(COVERING )?INDEX \\w+) \\(tenant=\\?`);
  for (const request of everyScan(layout, order)) {
    expect(planOf(database, scanQuestion('t', request))).toEqual([expect.stringMatching(asked)]);
    expect(planOf(database, countQuestion('t', request))).toEqual([expect.stringMatching(counted)]);
  }
  database.close();
});

test.for(allLayouts)('$name: get finds every row by its whole key', (layout) => {
  const database = emptyDatabase();
  const [walk, look] = planOf(database, getQuestion('t', { layout, keys: [], positions: [0] }));
  const key = layout.columns.slice(0, layout.keyLength).map(({ name }) => `${name}=\\?`);
  expect(walk).toMatch(/^SCAN j VIRTUAL TABLE/);
  expect(look).toMatch(new RegExp(`^SEARCH t USING PRIMARY KEY \\(tenant=\\? AND ${key.join(' AND ')}\\) LEFT-JOIN`));
  database.close();
});

test.for(orders)('$name: no column that a position compares can be null', ({ layout, order }) => {
  const nullable = order.positions.filter((position) => layout.columns[position]?.nullable);
  expect(nullable).toEqual(order.sparseOn === undefined ? [] : [order.sparseOn]);
});

test('the tables are strict and need no row id', () => {
  const database = emptyDatabase();
  const tables = database
    .prepare("SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'")
    .all();
  expect(tables).toHaveLength(allLayouts.length + 1);
  for (const { wr, strict } of tables) expect([wr, strict]).toEqual([1, 1]);
  expect(tables.map(({ name }) => `"${name}"`)).toEqual(expect.arrayContaining(allLayouts.map(tableOf)));
  database.close();
});
