// Commits as SQL. Runs inside a transaction that the caller holds; never waits for anything.
import type { Cell, Layout, Tuple } from '../layout.ts';
import type { CommitResult } from '../port.ts';
import type { Step } from '../requests.ts';
import type { Statements } from './statements.ts';
import { namesAt, retiredTable, tableOf } from './tables.ts';

/** Applies the steps in order. On a miss it stops; the caller rolls back what the earlier steps did. */
export function applySteps(statements: Statements, tenant: string, steps: readonly Step[]): CommitResult {
  for (const step of steps) {
    if (!applyStep(statements, tenant, step)) {
      const key = step.op === 'update' ? step.key.filter((cell) => cell !== null) : [];
      return { applied: false, conflict: { in: step.layout.name, key } };
    }
  }
  return { applied: true };
}

function applyStep(statements: Statements, tenant: string, step: Step): boolean {
  switch (step.op) {
    case 'put':
      statements.run(putSql(step.layout), [tenant, ...step.tuple]);
      return true;
    case 'insert-if-absent':
      statements.run(insertIfAbsentSql(step.layout), [tenant, ...step.tuple]);
      return true;
    case 'append':
      append(statements, tenant, step.layout, step.tuple);
      return true;
    case 'delete':
      remove(statements, tenant, step.layout, step.key);
      return true;
    case 'update':
      return update(statements, tenant, step);
  }
}

function update(statements: Statements, tenant: string, step: Step & { op: 'update' }): boolean {
  const { layout, key, set, when } = step;
  const { where, values } = keyCondition(tenant, layout, key);
  const conditions = [where, ...when.map(([position]) => `${namesAt(layout, [position])[0]} IS ?`)].join(' AND ');
  const wanted = [...values, ...when.map(([, cell]) => cell)];
  if (set.length === 0) return statements.rows(`SELECT 1 FROM ${tableOf(layout)} WHERE ${conditions}`, wanted).length > 0;
  const changes = namesAt(
    layout,
    set.map(([position]) => position),
  ).map((name) => `${name} = ?`);
  const sql = `UPDATE ${tableOf(layout)} SET ${changes.join(', ')} WHERE ${conditions}`;
  return statements.run(sql, [...set.map(([, cell]) => cell), ...wanted]) > 0;
}

/** One more than the highest number this prefix has or ever had. */
function append(statements: Statements, tenant: string, layout: Layout, tuple: Tuple): void {
  const prefix = tuple.slice(0, layout.keyLength - 1);
  const position = layout.keyLength - 1;
  const values = [tenant, ...prefix, layout.name, tenant, JSON.stringify(prefix)];
  statements.run(appendSql(layout), [tenant, ...tuple.slice(0, position), ...values, ...tuple.slice(position + 1)]);
}

function remove(statements: Statements, tenant: string, layout: Layout, key: Tuple): void {
  const { where, values } = keyCondition(tenant, layout, key);
  if (layout.counted) retire(statements, tenant, layout, { where, values });
  statements.run(`DELETE FROM ${tableOf(layout)} WHERE ${where}`, values);
}

/** Remembers the highest numbers that are about to go, so that `append` does not give them again. */
function retire(statements: Statements, tenant: string, layout: Layout, { where, values }: KeyCondition): void {
  const prefix = namesAt(layout, layout.byKey.positions.slice(0, -1));
  const highest = statements.rows(
    `SELECT ${[...prefix, 'max(seq)'].join(', ')} FROM ${tableOf(layout)} WHERE ${where} GROUP BY ${['tenant', ...prefix].join(', ')}`,
    values,
  );
  for (const cells of highest) {
    statements.run(
      `INSERT INTO ${retiredTable} (collection, tenant, prefix, seq) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)`,
      [layout.name, tenant, JSON.stringify(cells.slice(0, -1)), cells.at(-1) ?? 0],
    );
  }
}

interface KeyCondition {
  readonly where: string;
  readonly values: readonly Cell[];
}

function keyCondition(tenant: string, layout: Layout, key: Tuple): KeyCondition {
  const names = ['tenant', ...namesAt(layout, layout.byKey.positions.slice(0, key.length))];
  return { where: names.map((name) => `${name} = ?`).join(' AND '), values: [tenant, ...key] };
}

/** The text of a statement for a layout, put together once: a first import asks for it millions of times. */
function oncePerLayout(write: (layout: Layout) => string): (layout: Layout) => string {
  const known = new Map<Layout, string>();
  return (layout) => {
    const text = known.get(layout) ?? write(layout);
    known.set(layout, text);
    return text;
  };
}

const insertSql = oncePerLayout((layout) => insertWith(layout, () => '?'));

const insertIfAbsentSql = oncePerLayout((layout) => `${insertSql(layout)} ON CONFLICT DO NOTHING`);

/** An upsert, not a replace: an unchanged indexed column then costs nothing. */
const putSql = oncePerLayout((layout) => {
  const key = ['tenant', ...namesAt(layout, layout.byKey.positions)];
  const others = namesAt(layout, layout.allPositions.slice(layout.keyLength));
  // A row that is nothing but its key is the same row.
  if (others.length === 0) return insertIfAbsentSql(layout);
  const changes = others.map((name) => `${name} = excluded.${name}`).join(', ');
  return `${insertSql(layout)} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changes}`;
});

const appendSql = oncePerLayout((layout) => {
  const prefix = ['tenant', ...namesAt(layout, layout.byKey.positions.slice(0, layout.keyLength - 1))];
  const present = `SELECT max(seq) FROM ${tableOf(layout)} WHERE ${prefix.map((name) => `${name} = ?`).join(' AND ')}`;
  const retired = `SELECT seq FROM ${retiredTable} WHERE collection = ? AND tenant = ? AND prefix = ?`;
  const next = `1 + max(coalesce((${present}), 0), coalesce((${retired}), 0))`;
  return insertWith(layout, (position) => (position === layout.keyLength - 1 ? next : '?'));
});

function insertWith(layout: Layout, valueAt: (position: number) => string): string {
  const names = ['tenant', ...namesAt(layout, layout.allPositions)];
  return `INSERT INTO ${tableOf(layout)} (${names.join(', ')}) VALUES (?, ${layout.allPositions.map(valueAt).join(', ')})`;
}
