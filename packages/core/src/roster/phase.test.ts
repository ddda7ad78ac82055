import { expect, test } from 'vitest';
import type { Employee } from '../model/employee.ts';
import type { Phase } from '../model/person.ts';
import { createCalendar } from './calendar.ts';
import { type CutRule, cutInstant, personOf, phaseOfEmployment } from './phase.ts';

// Monday noon in London; in Auckland it is Tuesday already.
const calendar = createCalendar({
  now: Date.parse('2026-11-23T12:00:00Z'),
  timeZone: 'Europe/London',
  zones: { 'Head office': 'Asia/Tokyo', Kyoto: 'Asia/Tokyo', NZ: 'Pacific/Auckland' },
});
const employee = (facts: Partial<Employee>): Employee => ({ id: 'e1', ...facts });

const rows: readonly [Partial<Employee>, CutRule, Phase][] = [
  [{}, 'end-of-last-day', 'unknown'],
  [{ status: null, startDate: null, endDate: null }, 'end-of-last-day', 'unknown'],
  [{ status: 'active' }, 'end-of-last-day', 'active'],
  [{ status: 'pending' }, 'end-of-last-day', 'upcoming'],
  [{ status: 'on-leave' }, 'end-of-last-day', 'on-leave'],
  [{ status: 'terminated' }, 'end-of-last-day', 'left'],
  [{ status: 'terminated', endDate: null }, 'end-of-last-day', 'left'],
  [{ startDate: '2026-11-23' }, 'end-of-last-day', 'active'],
  [{ status: 'active', startDate: '2026-11-24' }, 'end-of-last-day', 'upcoming'],
  [{ status: 'on-leave', startDate: '2026-11-24' }, 'end-of-last-day', 'upcoming'],
  [{ status: 'active', startDate: '2026-11-24', timeZone: 'Pacific/Auckland' }, 'end-of-last-day', 'active'],
  [{ status: 'active', endDate: '2026-11-23' }, 'end-of-last-day', 'active'],
  [{ status: 'active', endDate: '2026-11-22' }, 'end-of-last-day', 'left'],
  [{ status: 'active', endDate: '2026-11-23', timeZone: 'Pacific/Auckland' }, 'end-of-last-day', 'left'],
  [{ status: 'active', endDate: '2026-11-23', location: { country: 'NZ' } }, 'end-of-last-day', 'left'],
  [{ status: 'active', endDate: '2026-11-23T12:00:00Z' }, 'end-of-last-day', 'left'],
  [{ status: 'active', endDate: '2026-11-23T12:00:01Z' }, 'end-of-last-day', 'active'],
  [{ status: 'terminated', endDate: '2026-11-30' }, 'end-of-last-day', 'active'],
  [{ status: 'terminated', endDate: '2026-11-30' }, 'immediately', 'left'],
  [{ status: 'active', endDate: '2026-11-30' }, 'immediately', 'active'],
  [{ status: 'terminated', startDate: '2026-12-01' }, 'end-of-last-day', 'left'],
  [{ status: 'active', startDate: '2026-11-20', endDate: '2020-01-31' }, 'end-of-last-day', 'active'],
];

test.each(rows)('%o under %s is %s', (facts, cut, phase) => {
  expect(phaseOfEmployment(employee(facts), calendar, cut)).toBe(phase);
});

test('the cut is the first instant after the last day where the person is', () => {
  expect(cutInstant(employee({ endDate: '2026-11-23', timeZone: 'Asia/Tokyo' }), calendar, 'end-of-last-day')).toBe(
    Date.parse('2026-11-23T15:00:00Z'),
  );
  expect(cutInstant(employee({ endDate: '2026-11-23T09:30:00Z' }), calendar, 'end-of-last-day')).toBe(Date.parse('2026-11-23T09:30:00Z'));
  expect(cutInstant(employee({}), calendar, 'end-of-last-day')).toBeNull();
});

test('a zone is the person’s own, else the place’s by name, city and country, else the company’s', () => {
  expect(calendar.zoneOf(employee({ timeZone: 'Europe/Berlin', location: { country: 'NZ' } }))).toBe('Europe/Berlin');
  expect(calendar.zoneOf(employee({ location: { name: 'Head office', country: 'NZ' } }))).toBe('Asia/Tokyo');
  expect(calendar.zoneOf(employee({ location: { city: 'Kyoto', country: 'NZ' } }))).toBe('Asia/Tokyo');
  expect(calendar.zoneOf(employee({ timeZone: null, location: { country: 'NZ' } }))).toBe('Pacific/Auckland');
  expect(calendar.zoneOf(employee({ location: null }))).toBe('Europe/London');
});

const person = (...employments: Employee[]) => personOf('p', employments, calendar, 'end-of-last-day');

test('the most alive employment decides, among equals the one that started last, then the smaller id', () => {
  const ended = employee({ id: 'a', status: 'terminated', endDate: '2026-11-01' });
  const away = employee({ id: 'b', status: 'on-leave' });
  const old = employee({ id: 'c', status: 'active', startDate: '2020-01-01' });
  const fresh = employee({ id: 'd', status: 'active', startDate: '2025-01-01' });
  expect(person(ended, away).primary.id).toBe('b');
  expect(person(ended, away, old, fresh)).toMatchObject({ primary: { id: 'd' }, phase: 'active' });
  expect(person({ ...fresh, id: 'z' }, fresh).primary.id).toBe('d');
});

test('somebody who has left was cut when the last of their employments ended', () => {
  const first = employee({ id: 'a', status: 'terminated', endDate: '2026-11-01' });
  const last = employee({ id: 'b', status: 'terminated', endDate: '2026-11-10' });
  expect(person(first, last)).toMatchObject({ phase: 'left', cutAt: Date.parse('2026-11-11T00:00:00Z') });
});
