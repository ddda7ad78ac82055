// The parameters of lists that choose records. A parameter that Merge does not know counts for nothing.
import { Refusal } from '../../serving/answering.ts';
import { type MergeModel, mapped } from '../models.ts';
import type { Row, Shelf } from '../shelf.ts';

type Keep = (row: Row) => boolean;
type Shelves = Readonly<Record<MergeModel, Shelf>>;
type Filter = (value: string, name: string, shelves: Shelves) => Keep;

const time =
  (of: (row: Row) => number | undefined, isAfter: boolean): Filter =>
  (value, name) => {
    const bound = Date.parse(value);
    if (Number.isNaN(bound)) throw new Refusal({ status: 400, body: { [name]: ['Enter a valid date/time.'] } });
    return (row) => {
      const at = of(row);
      return at !== undefined && (isAfter ? at > bound : at < bound);
    };
  };

const day =
  (field: string) =>
  (row: Row): number | undefined => {
    const value = row.data[field];
    return typeof value === 'string' ? Date.parse(value) : undefined;
  };

const same =
  (model: MergeModel, field: string): Filter =>
  (value) =>
  (row) =>
    String(mapped(model, field, row.data[field]) ?? '') === value;

const oneOf =
  (model: MergeModel, field: string): Filter =>
  (value) => {
    const values = new Set(value.split(','));
    return (row) => values.has(String(mapped(model, field, row.data[field]) ?? ''));
  };

/** A reference to a record that is given by Merge's id, several separated by commas. */
const refersTo =
  (model: MergeModel, field: string): Filter =>
  (value, _name, shelves) => {
    const remoteIds = new Set(value.split(',').map((id) => shelves[model].get(id)?.remoteId));
    return (row) => {
      const reference = row.data[field];
      const all: readonly unknown[] = Array.isArray(reference) ? reference : [reference];
      return all.some((remoteId) => typeof remoteId === 'string' && remoteIds.has(remoteId));
    };
  };

const ofAllModels: Readonly<Record<string, Filter>> = {
  modified_after: time(({ modifiedAt }) => modifiedAt, true),
  modified_before: time(({ modifiedAt }) => modifiedAt, false),
  created_after: time(({ createdAt }) => createdAt, true),
  created_before: time(({ createdAt }) => createdAt, false),
  remote_id: (value) => (row) => row.remoteId === value,
};

const ofModel: Readonly<Record<MergeModel, Readonly<Record<string, Filter>>>> = {
  employees: {
    ...Object.fromEntries(
      ['display_full_name', 'employee_number', 'employment_status', 'first_name', 'last_name', 'personal_email', 'work_email'].map(
        (field) => [field, same('employees', field)],
      ),
    ),
    groups: refersTo('groups', 'groups'),
    team_id: refersTo('teams', 'team'),
    manager_id: refersTo('employees', 'manager'),
    company_id: refersTo('companies', 'company'),
    home_location_id: refersTo('locations', 'home_location'),
    work_location_id: refersTo('locations', 'work_location'),
    started_after: time(day('start_date'), true),
    started_before: time(day('start_date'), false),
    terminated_after: time(day('termination_date'), true),
    terminated_before: time(day('termination_date'), false),
  },
  employments: { employee_id: refersTo('employees', 'employee') },
  groups: {
    types: oneOf('groups', 'type'),
    names: oneOf('groups', 'name'),
    is_commonly_used_as_team: (value) => (row) => (row.data['is_commonly_used_as_team'] === true) === (value === 'true'),
  },
  teams: { parent_team_id: refersTo('teams', 'parent_team') },
  locations: { location_type: same('locations', 'location_type') },
  companies: {},
};

/** Whether a row passes every parameter. */
export function filterOf(model: MergeModel, parameters: URLSearchParams, shelves: Shelves): Keep {
  const tests = [...parameters].flatMap(([name, value]) => {
    const filter = ofAllModels[name] ?? ofModel[model][name];
    return filter === undefined || value === '' ? [] : [filter(value, name, shelves)];
  });
  const withDeleted = parameters.get('include_deleted_data') === 'true';
  const withShells = parameters.get('include_shell_data') === 'true';
  return (row) => (withDeleted || !row.deleted) && (withShells || !row.shell) && tests.every((test) => test(row));
}
