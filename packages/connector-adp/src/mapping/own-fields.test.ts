import { expect, test } from 'vitest';
import { workerSchema } from '../api/wire.ts';
import { employeeRecord } from './worker.ts';

const unit = (kind: string, code: string) => ({ typeCode: { codeValue: kind }, nameCode: { codeValue: code, shortName: `Unit ${code}` } });

function fieldsOf(homeOrganizationalUnits: unknown, units: ReadonlyMap<string, ReadonlySet<string>>): unknown {
  const worker = { associateOID: 'G1', workAssignments: [{ primaryIndicator: true, hireDate: '2024-01-08', homeOrganizationalUnits }] };
  const rules = { today: '2026-08-03', statuses: new Map(), employmentTypes: new Map(), department: () => null };
  const record = employeeRecord(workerSchema.parse(worker), { ...rules, units });
  return record.kind === 'record' ? record.value.customFields : record;
}

const region = new Map([['region', new Set(['business unit'])]]);

test.each([
  ['the code of the unit of that kind', [unit('Department', '001000'), unit('Business-Unit', 'W')], { region: 'W' }],
  ['empty where there is no unit of that kind', [unit('Department', '001000')], { region: null }],
  ['not said where units are not shown', undefined, undefined],
])('a field of HR’s own is %s', (_title, units, expected) => {
  expect(fieldsOf(units, region)).toEqual(expected);
  expect(fieldsOf(units, new Map())).toBeUndefined();
});
