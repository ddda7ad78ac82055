import { expect, test } from 'vitest';
import { beginningOf, dayIn } from './dates.ts';
import { departmentRecords, directoryOf } from './department.ts';
import { readEvents } from './event.ts';

const event = (name: string, data: object, more: object = {}) => ({
  events: [{ eventNameCode: { codeValue: name }, actor: { associateOID: 'ADMIN' }, originator: { associateOID: 'ADMIN' }, data, ...more }],
});
const output = { output: { worker: { associateOID: 'G1' } } };
const zone = 'America/New_York';

test.each<[string, object, readonly string[], boolean]>([
  ['in the worker of the output', event('worker.terminate', output), ['G1'], false],
  [
    'in the worker of the context',
    event('worker.on-leave', { output: {}, eventContext: { worker: { associateOID: 'G1' } } }),
    ['G1'],
    false,
  ],
  ['in the context', event('worker.reports-to.modify', { output: {}, eventContext: { associateOID: 'G1' } }), ['G1'], false],
  ['nowhere: the actor is never the subject', event('worker.hire', { output: {} }), [], true],
  ['in an event nobody knows', event('worker.new-thing', output), ['G1'], false],
  ['of no account', event('worker.custom-field.change', output), [], false],
  ['of no account, in another spelling', event('worker.governmentId.change', {}), [], false],
  ['of a department', event('organizationDepartment.remove', { output: {}, eventContext: { contextExpressionID: '1' } }), [], true],
])('the subject stands %s', (_title, message, ids, everything) => {
  const hint = readEvents('m1', message, zone)?.hint;
  expect(hint).toMatchObject({ id: 'm1', ids });
  expect(hint?.everything ?? false).toBe(everything);
});

test.each<[string, string, string, string | undefined]>([
  ['local midnight told in UTC', '2026-08-07T04:00:00.000+0000', zone, '2026-08-07T04:01:00Z'],
  ['with a colon', '2026-08-07T00:00:00.000-04:00', zone, '2026-08-07T04:01:00Z'],
  ['a bare day told as midnight in UTC', '2026-08-07T00:00:00Z', zone, '2026-08-07T04:01:00Z'],
  ['a bare day', '2026-08-07', zone, '2026-08-07T04:01:00Z'],
  ['east of Greenwich', '2026-08-06T22:00:00.000Z', 'Europe/Berlin', '2026-08-06T22:01:00Z'],
  ['no date', 'soon', zone, undefined],
])('read again on the day of effect: %s', (_title, effectiveDateTime, timeZone, expected) => {
  const hint = readEvents('m1', event('worker.terminate', output, { effectiveDateTime }), timeZone)?.hint;
  expect(hint?.againAt).toBe(expected === undefined ? undefined : Date.parse(expected));
});

test('what is none of ADP’s messages is nothing', () => {
  for (const message of [{ events: 'not a list' }, { events: [] }, {}, null, 'text', []])
    expect(readEvents('m1', message, zone)).toBeUndefined();
});

test('only who comes or goes moves a list', () => {
  expect(readEvents('m', event('worker.hire', output), zone)?.movesList).toBe(true);
  expect(readEvents('m', event('worker.legal-name.change', output), zone)?.movesList).toBe(false);
});

test('a day begins when it begins there, also where clocks change', () => {
  for (const [day, timeZone, instant] of [
    ['2026-03-08', zone, '2026-03-08T05:00:00Z'],
    ['2026-03-29', 'Europe/London', '2026-03-29T00:00:00Z'],
    ['2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00Z'],
    ['2026-01-01', 'Etc/GMT+12', '2026-01-01T12:00:00Z'],
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00Z'],
  ] as const) {
    const at = beginningOf(day, timeZone);
    expect(new Date(at).toISOString()).toBe(new Date(instant).toISOString());
    expect([dayIn(timeZone, at), dayIn(timeZone, at - 1) < day]).toEqual([day, true]);
  }
});

test('departments with a missing parent are top ones, and a ring has one top', () => {
  const unit = (id: string, parentId: string | null) => ({ id, name: id, parentId });
  const records = departmentRecords(
    directoryOf([unit('C', 'A'), unit('A', 'B'), unit('B', 'C'), unit('D', 'gone'), unit('E', 'E'), unit('F', 'A')]),
  );
  const parents = records.flatMap((record) => (record.kind === 'record' ? [[record.value.id, record.value.parentId]] : []));
  expect(parents).toEqual([
    ['A', null],
    ['B', 'C'],
    ['C', 'A'],
    ['D', null],
    ['E', null],
    ['F', 'A'],
  ]);
});
