// Lists and single records of the common models.
import type { Answer } from '../../serving/answering.ts';
import { type MergeModel, mapped } from '../models.ts';
import type { Row } from '../shelf.ts';
import { lookOf, wireRecord } from '../wire.ts';
import { type AccountRoute, found, notFound } from './call.ts';
import { filterOf } from './filters.ts';
import { pageOf } from './page.ts';

/** `GET /employees` and its like. */
export function list(model: MergeModel): AccountRoute {
  return ({ merge: { switches }, path, query }, account): Answer => {
    const { copy, visibility } = account;
    const shelf = copy.shelves[model];
    const passes = filterOf(model, query, copy.shelves);
    const isBlank = !visibility.isEnabled(model);
    const keep = (row: Row): boolean => !(isBlank && switches.disabledModel === 'nothing') && visibility.shows(model, row) && passes(row);
    const order = query.get('order_by') ?? '';
    const walk = model === 'employments' && order.endsWith('effective_date') ? ordered([...shelf.all()], order) : shelf;
    const page = pageOf(path, query, { ...kept(walk, keep), positionOf: positionIn(walk) }, switches);
    const look = lookOf(query);
    return found({ ...page, results: page.results.map((row) => wireRecord(account, switches, model, row, look)) });
  };
}

/** `GET /employees/{id}` and its like. */
export function read(model: MergeModel): AccountRoute {
  return ({ merge: { switches }, query, segments: [id = ''] }, account) => {
    const row = account.copy.shelves[model].get(id);
    if (row === undefined || !account.visibility.shows(model, row)) throw notFound();
    const showsDeleted =
      switches.deletedById === 'always' || (switches.deletedById === 'with-parameter' && query.get('include_deleted_data') === 'true');
    if (row.deleted && !showsDeleted) throw notFound();
    return found(wireRecord(account, switches, model, row, lookOf(query)));
  };
}

/** `GET /groups/types`: the types that occur. */
export const groupTypes: AccountRoute = (_call, { copy }) => {
  const types = new Set([...copy.shelves.groups.all()].map(({ data }) => mapped('groups', 'type', data['type'] ?? null)));
  return found({ types: [...types].filter((type) => type !== null) });
};

/** `POST /employees/ignore/{id}`: blanks a record for good. */
export const ignore: AccountRoute = ({ merge: { now }, segments: [id = ''] }, { copy }) => {
  const row = copy.shelves.employees.get(id);
  if (row === undefined) throw notFound();
  row.shell = true;
  copy.shelves.employees.touch(row, now());
  return found(undefined);
};

interface Places {
  after(position: number): Iterable<Row>;
  before(position: number): Iterable<Row>;
}

function kept(places: Places, keep: (row: Row) => boolean): Places {
  const only = function* (rows: Iterable<Row>): Iterable<Row> {
    for (const row of rows) if (keep(row)) yield row;
  };
  return { after: (position) => only(places.after(position)), before: (position) => only(places.before(position)) };
}

function ordered(rows: Row[], order: string): Places & { readonly places: ReadonlyMap<Row, number> } {
  const sign = order.startsWith('-') ? -1 : 1;
  rows.sort((one, other) => sign * String(one.data['effective_date'] ?? '').localeCompare(String(other.data['effective_date'] ?? '')));
  return {
    after: (position) => rows.slice(position + 1),
    before: (position) => rows.slice(0, position).reverse(),
    places: new Map(rows.map((row, index) => [row, index])),
  };
}

function positionIn(walk: Places | ReturnType<typeof ordered>): (row: Row) => number {
  return (row) => ('places' in walk ? (walk.places.get(row) ?? 0) : row.position);
}
