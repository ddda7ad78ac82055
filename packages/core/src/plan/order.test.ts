import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Change, type ChangeClass, isAccessCut } from './change.ts';
import { guardDefaults, guardVerdict } from './guard.ts';
import { chain } from './order.ts';

const kinds = {
  create: ['user.create', 'account.create'],
  adopt: ['user.adopt', 'account.adopt'],
  enable: ['user.enable', 'account.enable'],
  update: ['user.update', 'account.update'],
  disable: ['user.disable', 'account.disable'],
  delete: ['user.delete', 'account.delete'],
  'group-add': ['group.add', 'group.add'],
  'group-removal': ['group.remove', 'group.remove'],
} as const;

function change(target: string, what: keyof typeof kinds): Change {
  const kind = kinds[what][target === 'okta' ? 0 : 1];
  return { id: `${target}/e1/${kind}`, kind, class: what, person: 'e1', target, because: '', priority: 3, due: null, payloadHash: '' };
}

const shown = (changes: readonly Change[]): string[] =>
  changes.map(({ target, class: what, after }) => `${target} ${what}${after === undefined ? '' : ` after ${after}`}`);

test('a new hire’s app that needs the identity provider waits for the user, others do not', () => {
  const planned = chain([change('chat', 'create'), change('wiki', 'create'), change('okta', 'create')], new Set(['wiki']));
  expect(shown(planned)).toEqual(['okta create', 'chat create', 'wiki create after okta/e1/user.create']);
});

test('whoever comes back is rid of old groups first, then on, then told and added', () => {
  const planned = chain(
    [change('okta', 'group-add'), change('okta', 'update'), change('okta', 'group-removal'), change('okta', 'enable')],
    new Set(),
  );
  expect(shown(planned)).toEqual([
    'okta group-removal',
    'okta enable',
    'okta update after okta/e1/user.enable',
    'okta group-add after okta/e1/user.enable',
  ]);
});

const some = fc.uniqueArray(
  fc.record({ target: fc.constantFrom('okta', 'chat', 'wiki'), what: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])) }),
  { selector: ({ target, what }) => `${target} ${what}`, maxLength: 12 },
);

test('cuts are first and wait for nothing, whatever they stand beside and in whatever order they came', () => {
  fc.assert(
    fc.property(some, fc.func(fc.integer()), (list, random) => {
      const possible = list.filter(({ target, what }) => target === 'okta' || !what.startsWith('group'));
      const changes = possible.map(({ target, what }) => change(target, what));
      const planned = chain(changes, new Set(['wiki']));
      const firstOther = planned.findIndex((each) => !isAccessCut(each));
      expect(planned.slice(firstOther === -1 ? planned.length : firstOther).some(isAccessCut)).toBe(false);
      for (const each of planned) {
        if (isAccessCut(each)) expect(each.after).toBeUndefined();
        if (each.after !== undefined) expect(planned.findIndex(({ id }) => id === each.after)).toBeLessThan(planned.indexOf(each));
      }
      const shuffled = [...changes].sort((a, b) => random(a.id) - random(b.id));
      expect(chain(shuffled, new Set(['wiki']))).toEqual(planned);
    }),
  );
});

const verdict = (what: ChangeClass, people: number, managed: number, firstRun = false) =>
  guardVerdict({ limits: guardDefaults, target: 'okta', class: what, people, waiting: 0, passed: 0, managed, firstRun });

test.each<[ChangeClass, number, number, number | undefined]>([
  ['delete', 2, 10, undefined],
  ['delete', 3, 10, 2],
  ['delete', 20, 1_000, undefined],
  ['delete', 21, 1_000, 20],
  ['disable', 3, 10, undefined],
  ['disable', 4, 10, 3],
  ['disable', 51, 1_000, 50],
  ['group-removal', 11, 50, 10],
  ['clear', 6, 50, 5],
  ['rename', 6, 50, 5],
  ['create', 21, 50, 20],
  ['create', 200, 1_000, undefined],
  ['adopt', 1, 1_000, 0],
  ['update', 1_000, 1_000, undefined],
  ['enable', 1_000, 1_000, undefined],
  ['group-add', 1_000, 1_000, undefined],
])('%s of %i people beside %i accounts: limit %s', (what, people, managed, limit) => {
  expect(verdict(what, people, managed)?.limit).toBe(limit);
});

test('the first run creates everybody and adopts nobody unasked', () => {
  expect(verdict('create', 5_000, 0, true)).toBeUndefined();
  expect(verdict('adopt', 1, 0, true)?.limit).toBe(0);
  expect(verdict('disable', 4, 0, true)?.limit).toBe(3);
});

test('a higher limit never lowers what is let through', () => {
  const limit = fc.record({ floor: fc.nat(50), share: fc.float({ min: 0, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(limit, fc.nat(10), fc.nat(100), fc.nat(500), (low, more, people, managed) => {
      const input = { target: 'okta', class: 'disable' as const, people, waiting: 0, passed: 0, managed, firstRun: false };
      const strict = guardVerdict({ ...input, limits: { disable: low } });
      const loose = guardVerdict({ ...input, limits: { disable: { ...low, floor: low.floor + more } } });
      if (strict === undefined) expect(loose).toBeUndefined();
    }),
  );
});
