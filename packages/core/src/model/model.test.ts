import { describe, expect, expectTypeOf, test } from 'vitest';
import type { Draft } from '../connector/index.ts';
import {
  addDays,
  dateInZone,
  type Employee,
  employeeSchema,
  isCalendarDate,
  isInstant,
  isTimeZone,
  type LifecycleEvent,
  startOfDay,
  toInstant,
} from './index.ts';

describe('absent, null and a value', () => {
  test('are three different things to the compiler', () => {
    expectTypeOf<Employee['phone']>().toEqualTypeOf<string | null | undefined>();
    const absent: Employee = { id: '1' };
    const empty: Employee = { id: '1', phone: null };
    // @ts-expect-error: undefined is not a statement; a field that is not said is left out
    const neither: Employee = { id: '1', phone: undefined };
    expect([absent, empty, neither].map((employee) => 'phone' in employee)).toEqual([false, true, true]);
  });

  test('survive validation as they are', () => {
    expect(employeeSchema.parse({ id: '1' })).toEqual({ id: '1' });
    expect(employeeSchema.parse({ id: '1', phone: null })).toEqual({ id: '1', phone: null });
    expect(employeeSchema.parse({ id: '1', phone: ' +44 ' })).toEqual({ id: '1', phone: ' +44 ' });
    expect(employeeSchema.safeParse({ id: '1', phone: undefined }).success).toBe(false);
  });

  test('a draft may hold anything, a record may not', () => {
    expectTypeOf<Draft<Employee>['status']>().toEqualTypeOf<unknown>();
    expect(employeeSchema.safeParse({ id: '1', status: 'garden leave' }).success).toBe(false);
    expect(employeeSchema.safeParse({ id: '' }).success).toBe(false);
  });
});

test('a lifecycle event is told by its type, and only moves say where from and where to', () => {
  const told = (event: LifecycleEvent): string | null => (event.type === 'moved' || event.type === 'department-moved' ? event.to : null);
  expect(told({ type: 'moved', person: '1', at: toInstant(0), from: null, to: 'd1' })).toBe('d1');
  // @ts-expect-error: an event of a person has no department
  const mixed: LifecycleEvent = { type: 'left', department: 'd1', at: toInstant(0) };
  expect(told(mixed)).toBe(null);
});

describe('dates', () => {
  test.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['2026-01-01T00:00:00Z', false],
  ])('%s is a calendar date: %s', (text, is) => {
    expect(isCalendarDate(text)).toBe(is);
  });

  test.each([
    ['2026-11-23T12:00:00Z', true],
    ['2026-11-23T12:00:00.123Z', true],
    ['2026-11-23T12:00:00+02:00', false],
    ['2026-11-23', false],
    ['soonZ', false],
  ])('%s is an instant: %s', (text, is) => {
    expect(isInstant(text)).toBe(is);
  });

  test.each([
    ['Europe/London', true],
    ['UTC', true],
    ['+01:00', false],
    ['Mars/Olympus', false],
    ['', false],
  ])('%s is a zone: %s', (name, is) => {
    expect(isTimeZone(name)).toBe(is);
  });

  test('one instant is different days around the world', () => {
    const noon = Date.parse('2026-11-23T12:00:00Z');
    expect(['Pacific/Auckland', 'Asia/Tokyo', 'Europe/London', 'Pacific/Honolulu'].map((zone) => dateInZone(noon, zone))).toEqual([
      '2026-11-24',
      '2026-11-23',
      '2026-11-23',
      '2026-11-23',
    ]);
  });

  test('a day begins after the gap where a change of the clocks swallows midnight', () => {
    expect(toInstant(startOfDay('2026-09-06', 'America/Santiago'))).toBe('2026-09-06T04:00:00.000Z');
    expect(toInstant(startOfDay('2011-12-31', 'Pacific/Apia'))).toBe('2011-12-30T10:00:00.000Z');
  });

  test('days are counted by the calendar', () => {
    expect([addDays('2024-02-28', 1), addDays('2023-02-28', 1), addDays('2026-01-01', -1)]).toEqual([
      '2024-02-29',
      '2023-03-01',
      '2025-12-31',
    ]);
  });
});
