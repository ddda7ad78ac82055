// Departments out of ADP's tables, its hierarchies or what stands on people. Pure.
import type { DepartmentRecord } from '@tenure/core/connector';
import { type AdpAssignment, type AdpOrganizationRow, type AdpTableRow, type AdpUnit, isStated, labelOf } from '../api/wire.ts';
import type { AdpDepartments } from './products.ts';
import { spelledAlike } from './words.ts';

/** A department as all the places it can come from describe it. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  /** Absent where the place knows no parents. */
  readonly parentId?: string | null;
}

export type Directory = ReadonlyMap<string, Unit>;

export function directoryOf(units: Iterable<Unit>): Directory {
  return new Map([...units].map((unit) => [unit.id, unit]));
}

/** A code counts within its payroll group; a blank group stands for all of them. */
export function departmentId(group: string | null | undefined, code: string): string {
  return `${isStated(group) ? group.trim() : ' '}|${code}`;
}

/** Inactive ones too: people may still stand in them. */
export function unitOfTable({ payrollGroupCode, nameCode: { code, name } }: AdpTableRow): Unit {
  return { id: departmentId(payrollGroupCode, code), name: isStated(name) ? name : code };
}

export function unitOfHierarchy({ departmentCode, parentDepartmentCode, departmentDescription }: AdpOrganizationRow): Unit {
  const name = isStated(departmentDescription) ? departmentDescription : (labelOf(departmentCode) ?? departmentCode.codeValue);
  const parent = parentDepartmentCode?.codeValue;
  return { id: departmentCode.codeValue, name, parentId: isStated(parent) ? parent : null };
}

/** The department that stands on a person, with its label. */
export function unitOfAssignment(assignment: AdpAssignment, types: ReadonlySet<string>): Unit | undefined {
  const unit = unitOf(assignment, types);
  const code = unit?.nameCode?.codeValue;
  if (!isStated(code)) return undefined;
  return { id: departmentId(assignment.payrollGroupCode, code), name: labelOf(unit?.nameCode) ?? code };
}

/** The department of an assignment among those that are listed; an unlisted one keeps its id, and the engine reports it. */
export function departmentOf(
  assignment: AdpAssignment,
  types: ReadonlySet<string>,
  from: AdpDepartments,
  directory: Directory,
): string | null {
  const code = unitOf(assignment, types)?.nameCode?.codeValue;
  if (!isStated(code)) return null;
  if (from === 'hierarchy' || from === 'international') return code;
  const own = departmentId(assignment.payrollGroupCode, code);
  const general = departmentId(undefined, code);
  return !directory.has(own) && directory.has(general) ? general : own;
}

/** The unit of one of these kinds; of several the one with the smallest code, for their order is not promised. */
export function unitOf({ homeOrganizationalUnits }: AdpAssignment, types: ReadonlySet<string>): AdpUnit | undefined {
  const departments = (homeOrganizationalUnits ?? []).filter(
    ({ typeCode, nameCode }) =>
      isStated(nameCode?.codeValue) &&
      [typeCode?.codeValue, typeCode?.shortName, typeCode?.longName].some((word) => isStated(word) && types.has(spelledAlike(word))),
  );
  return departments.sort((one, other) => ((one.nameCode?.codeValue ?? '') < (other.nameCode?.codeValue ?? '') ? -1 : 1))[0];
}

/** The departments in order of id. One whose parent is not there is a top one, and so is the smallest of a ring. */
export function departmentRecords(directory: Directory): readonly DepartmentRecord[] {
  return [...directory.values()]
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ id, name, parentId }) => ({
      kind: 'record',
      value: parentId === undefined ? { id, name } : { id, name, parentId: parentIn(id, parentId, directory) },
    }));
}

function parentIn(id: string, parentId: string | null, directory: Directory): string | null {
  if (parentId === null || !directory.has(parentId)) return null;
  const ring = [id];
  for (let above: string | null | undefined = parentId; above !== null && above !== undefined && directory.has(above); ) {
    if (above === id) return ring.every((other) => id <= other) ? null : parentId;
    // A ring further up is for those who stand in it.
    if (ring.includes(above)) return parentId;
    ring.push(above);
    above = directory.get(above)?.parentId;
  }
  return parentId;
}
