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
      statements.run(`${insertSql(step.layout)} ON CONFLICT DO NOTHING`, [tenant, ...step.tuple]);
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
  const { where, values } = keyCondition(tenant, layout, prefix);
  const [[present] = []] = statements.rows(`SELECT max(seq) FROM ${tableOf(layout)} WHERE ${where}`, values);
  const [[retired] = []] = statements.rows(`SELECT seq FROM ${retiredTable} WHERE collection = ? AND tenant = ? AND prefix = ?`, [
    layout.name,
    tenant,
    JSON.stringify(prefix),
  ]);
  const seq = 1 + Math.max(Number(present ?? 0), Number(retired ?? 0));
  statements.run(insertSql(layout), [tenant, ...tuple.with(layout.keyLength - 1, seq)]);
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

function insertSql(layout: Layout): string {
  const names = ['tenant', ...namesAt(layout, layout.allPositions)];
  return `INSERT INTO ${tableOf(layout)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
}

/** An upsert, not a replace: an unchanged indexed column then costs nothing. */
function putSql(layout: Layout): string {
  const key = ['tenant', ...namesAt(layout, layout.byKey.positions)];
  const others = namesAt(layout, layout.allPositions.slice(layout.keyLength));
  const changes = others.map((name) => `${name} = excluded.${name}`).join(', ');
  return `${insertSql(layout)} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changes}`;
}
