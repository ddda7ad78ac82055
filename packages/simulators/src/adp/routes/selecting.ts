// `$select` and `$filter`, as far as ADP understands them.
import type { WireWorker } from '../wire/worker.ts';

/** A worker with nothing but what was listed: `workers/associateOID,workers/person/legalName`. */
export function selected(worker: WireWorker, select: string | null): WireWorker {
  if (select === null) return worker;
  const paths = select.split(',').map((path) =>
    path
      .trim()
      .replace(/^workers\//, '')
      .split('/'),
  );
  return pick(worker, paths) as WireWorker;
}

function pick(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (Array.isArray(value)) return value.map((item) => pick(item, paths));
  if (typeof value !== 'object' || value === null || paths.some((path) => path.length === 0)) return value;
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    const deeper = paths.filter(([first]) => first === name).map((path) => path.slice(1));
    return deeper.length === 0 ? [] : [[name, pick(inner, deeper)]];
  });
  return Object.fromEntries(entries);
}

const filterable: ReadonlySet<string> = new Set([
  'workAssignments/assignmentStatus/statusCode/codeValue',
  'workAssignments/homeOrganizationalUnits/nameCode/codeValue',
  'workAssignments/homeOrganizationalUnits/typeCode/codeValue',
  'workAssignments/reportsTo/positionID',
  'workerID/idValue',
]);

/** Whether a worker passes, or nothing where the filter goes beyond `eq`, `and` and the documented paths. */
export function parseFilter(filter: string): ((worker: WireWorker) => boolean) | undefined {
  const tests = filter.split(/\s+and\s+/).map((part) => /^\s*(?:workers\/)?(\S+)\s+eq\s+'([^']*)'\s*$/.exec(part));
  const pairs = tests.map((match) => [match?.[1] ?? '', match?.[2] ?? ''] as const);
  if (pairs.some(([path]) => !filterable.has(path))) return undefined;
  return (worker) => pairs.every(([path, value]) => valuesAt(worker, path.split('/')).includes(value));
}

function valuesAt(value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, name === undefined ? rest : [name, ...rest]));
  if (name === undefined) return [value];
  return typeof value === 'object' && value !== null ? valuesAt(Reflect.get(value, name), rest) : [];
}
