// Rules for HR sources. Paging, trouble and privacy have their own files.
import assert from 'node:assert/strict';
import {
  type DepartmentRecord,
  type Draft,
  type Employee,
  type EmployeeAnswer,
  type EmployeeRecord,
  type Evidence,
  employeeFields,
  type Page,
  type PageRequest,
} from '../../connector/index.ts';
import { testContext } from '../memory/context.ts';
import { type Pages, pagingRules, readAll } from './paging.ts';
import { employeesNumbered, markedEmployee, personMarker, unknownId } from './people.ts';
import { withAnswer, withPage, withRequest, withVerb } from './planting.ts';
import { type ContractRule, ruleFor } from './rule.ts';
import type { SourceWorld } from './world.ts';

const kind = 'source' as const;

async function employeesOf(world: SourceWorld): Promise<EmployeeRecord[]> {
  return readAll((request, context) => world.connector.employees.list(request, context));
}

async function readEmployee(world: SourceWorld, id: string | undefined): Promise<Draft<Employee>> {
  for (const record of await employeesOf(world)) if (record.kind === 'record' && record.value.id === id) return record.value;
  return assert.fail('a seeded employee is not in the list');
}

function idsOf(page: Page<EmployeeRecord | DepartmentRecord>): Page<string> {
  return { ...page, items: page.items.map((record) => (record.kind === 'record' ? record.value.id : `unreadable ${record.where}`)) };
}

function employeePages(world: SourceWorld): Pages<string> {
  return async (request, context) => idsOf(await world.connector.employees.list(request, context));
}

function changedEmployee(item: unknown, change: (employee: Draft<Employee>) => Draft<Employee>): unknown {
  const record = item as EmployeeRecord;
  return record.kind === 'record' ? { ...record, value: change(record.value) } : record;
}

const pages: readonly ContractRule[] = [
  ...pagingRules<'source'>({
    kind,
    verb: 'employees.list',
    prepare: async (world) => ({
      pages: employeePages(world),
      ids: await world.backend.seedEmployees(employeesNumbered(5)),
    }),
    untouched: async (world) => ({ pages: employeePages(world), ids: [] }),
    renamed: (item, id) => changedEmployee(item, (employee) => ({ ...employee, id })),
  }),
  ...pagingRules<'source'>({
    kind,
    verb: 'departments.list',
    needs: ['seed departments'],
    prepare: async (world) => ({
      pages: async (request, context) => idsOf(await world.connector.departments.list(request, context)),
      ids: (await world.backend.seedDepartments?.(['Sales', 'Legal', 'Support', 'Finance', 'Research'])) ?? [],
    }),
    renamed: (item, id) => changedEmployee(item, (department) => ({ ...department, id })),
  }),
];

const shape = ruleFor(kind, {
  id: 'shape',
  title: 'the source has an id, the contract version and its verbs, and covers only fields that exist',
  check: async ({ connector }) => {
    assert.match(connector.id, /^[a-z][a-z0-9-]*$/, 'the id is a short lower-case name');
    assert.equal(connector.contract, 1);
    for (const verb of [connector.check, connector.employees.list, connector.departments.list]) assert.equal(typeof verb, 'function');
    for (const field of connector.covers?.employees ?? []) assert.ok(employeeFields.includes(field), `covers knows no field ${field}`);
  },
  planted: (world) => ({ ...world, connector: { ...world.connector, id: '' } }),
});

const readsOnly = ruleFor(kind, {
  id: 'never-writes',
  title: 'nothing that a source is asked changes the HR system',
  check: async (world) => {
    const [id = ''] = await world.backend.seedEmployees(employeesNumbered(2));
    const before = await world.backend.snapshot();
    const context = testContext();
    await world.connector.check(context);
    await world.connector.evidence?.(context);
    await employeesOf(world);
    await readAll((request) => world.connector.departments.list(request, context));
    await world.connector.employees.get?.({ id }, context);
    assert.deepEqual(await world.backend.snapshot(), before);
  },
  planted: (world) =>
    withAnswer(world, 'check', async (answer) => {
      await world.backend.seedEmployees(employeesNumbered(1));
      return answer;
    }),
});

const checkReports = ruleFor(kind, {
  id: 'check-reports',
  title: 'check names the system and says at least one thing about it',
  check: async ({ connector }) => {
    const report = await connector.check(testContext());
    assert.equal(report.system, connector.id);
    assert.ok(report.items.length > 0, 'a check without a line says nothing');
  },
  planted: (world) => withAnswer(world, 'check', () => ({ system: world.connector.id, items: [] })),
});

const values = ruleFor(kind, {
  id: 'values-as-entered',
  title: 'a value that HR states is read exactly as it was entered',
  check: async (world) => {
    const seed = { firstName: 'Zoë Mary', lastName: "de la O'Brien-Łuk", workEmail: 'Zoe.OBrien@Example.com', jobTitle: 'VP, R&D "Labs"' };
    const [id] = await world.backend.seedEmployees([seed]);
    const read = await readEmployee(world, id);
    for (const [name, entered] of Object.entries(seed)) {
      const stated = (read as Record<string, unknown>)[name];
      assert.ok(stated === undefined || stated === entered, `${name} is not what was entered`);
    }
    assert.ok(read.firstName !== undefined || read.lastName !== undefined || read.workEmail !== undefined, 'nothing was read');
  },
  planted: (world) =>
    withPage(world, 'employees.list', (page) => ({
      ...page,
      items: page.items.map((item) =>
        changedEmployee(item, (employee) => ({ ...employee, workEmail: String(employee.workEmail).toLowerCase() })),
      ),
    })),
});

const empties = ruleFor(kind, {
  id: 'empty-is-null-or-absent',
  title: 'a field that HR left empty is null or absent, never an empty text',
  check: async (world) => {
    const [id] = await world.backend.seedEmployees([{ ...markedEmployee, jobTitle: null }]);
    const { jobTitle } = await readEmployee(world, id);
    assert.ok(jobTitle === undefined || jobTitle === null, 'an empty job title was read as a value');
  },
  planted: (world) =>
    withPage(world, 'employees.list', (page) => ({
      ...page,
      items: page.items.map((item) => changedEmployee(item, (employee) => ({ ...employee, jobTitle: employee.jobTitle ?? '' }))),
    })),
});

const unreadable = ruleFor(kind, {
  id: 'unreadable-is-reported',
  title: 'a record that cannot be read is listed as such, with where and why and no value, and hides nobody else',
  needs: ['seed unreadable'],
  check: async (world) => {
    const ids = await world.backend.seedEmployees(employeesNumbered(2));
    await world.backend.seedUnreadable?.(markedEmployee);
    const records = await employeesOf(world);
    const broken = records.filter((record) => record.kind === 'unreadable');
    assert.equal(broken.length, 1, 'the broken record is not listed as unreadable');
    for (const { where, reason } of broken) {
      assert.ok(where.length > 0 && reason.length > 0, 'where and reason say nothing');
      assert.ok(!`${where} ${reason}`.includes(personMarker), 'where or reason holds a value');
    }
    const read = records.flatMap((record) => (record.kind === 'record' ? [record.value.id] : []));
    assert.deepEqual(read.sort(), [...ids].sort());
  },
  planted: (world) =>
    withPage(world, 'employees.list', (page) => ({
      ...page,
      items: page.items.filter((item) => (item as EmployeeRecord).kind === 'record'),
    })),
});

const getFound = ruleFor(kind, {
  id: 'get-agrees-with-the-list',
  title: 'one employee asked for by id is the one of the list, also when several are asked for at once',
  needs: ['employees.get'],
  check: async (world) => {
    const ids = await world.backend.seedEmployees(employeesNumbered(3));
    const answers = await Promise.all(ids.map(async (id) => world.connector.employees.get?.({ id }, testContext())));
    for (const [index, answer] of answers.entries()) {
      assert.ok(answer?.kind === 'found' && answer.record.kind === 'record', 'a seeded employee is not found');
      assert.deepEqual(answer.record.value, await readEmployee(world, ids[index]));
    }
  },
  planted: (world) => {
    let last: Promise<unknown> = Promise.resolve();
    return withVerb(world, 'employees.get', (original) => (...parameters) => {
      last = original(...parameters);
      return Promise.resolve().then(() => last);
    });
  },
});

const getAbsent = ruleFor(kind, {
  id: 'get-of-an-unknown-id',
  title: 'an id that nobody has is absent or cannot be told, never an error and never somebody else',
  needs: ['employees.get'],
  check: async (world) => {
    const [id = ''] = await world.backend.seedEmployees(employeesNumbered(1));
    const answer = await world.connector.employees.get?.({ id: unknownId(id) }, testContext());
    assert.ok(answer?.kind === 'absent' || answer?.kind === 'cannot-tell', 'somebody was found under an id that nobody has');
  },
  planted: (world) =>
    withVerb(world, 'employees.get', (original) => async (request, ...rest) => {
      const answer = (await original(request, ...rest)) as EmployeeAnswer;
      const [record] = (await world.connector.employees.list({ limit: 1 }, testContext())).items;
      return answer.kind === 'absent' ? { kind: 'found', record } : answer;
    }),
});

const evidence = ruleFor(kind, {
  id: 'evidence-agrees',
  title: 'evidence counts what is there, and stays the same while nothing changes',
  needs: ['evidence'],
  check: async (world) => {
    await world.backend.seedEmployees(employeesNumbered(3));
    const before = await world.connector.evidence?.(testContext());
    const read = await employeesOf(world);
    const after = await world.connector.evidence?.(testContext());
    assert.ok(before?.employees === undefined || before.employees === read.length, 'evidence counts another number of employees');
    assert.equal(after?.revision, before?.revision, 'the revision changed although nothing did');
    assert.equal(after?.complete, before?.complete);
  },
  planted: (world) =>
    withAnswer<Evidence, unknown, SourceWorld>(world, 'evidence', (answer) => ({ ...answer, employees: (answer.employees ?? 0) + 1 })),
});

const withoutCursor = ruleFor(kind, {
  id: 'a-new-reading-starts-over',
  title: 'a list without a cursor starts from the beginning, also when an earlier reading was given up',
  check: async (world) => {
    const ids = await world.backend.seedEmployees(employeesNumbered(5));
    await world.connector.employees.list({ limit: 2 }, testContext());
    assert.deepEqual((await readAll(employeePages(world))).sort(), [...ids].sort());
  },
  planted: (world) => {
    let place: string | undefined;
    const remembering = withAnswer<Page<unknown>, PageRequest, SourceWorld>(world, 'employees.list', (page) => {
      place = page.next;
      return page;
    });
    return withRequest<PageRequest, SourceWorld>(remembering, 'employees.list', (request) =>
      place === undefined ? request : { ...request, cursor: request.cursor ?? place },
    );
  },
});

export const sourceRules: readonly ContractRule[] = [
  shape,
  checkReports,
  readsOnly,
  ...pages,
  withoutCursor,
  values,
  empties,
  unreadable,
  getFound,
  getAbsent,
  evidence,
];
