// Departments: the flat validation table, and the two hierarchies where a tenant or product has them.
import type { AdpDepartment } from '../workers.ts';
import { type Call, type Route, refuse } from './call.ts';

const [defaultTop, largestTop] = [50, 100];

/** `/hcm/v1/validation-tables/departments`: no parents; by switch the same page whatever `$skip` says. */
export const validationTable: Route = ({ subscriber, query, switches }) => {
  const top = Math.min(Number(query.get('$top') ?? defaultTop), largestTop);
  const skip = switches.departmentsHonourSkip ? Number(query.get('$skip') ?? 0) : 0;
  const page = subscriber.hr.departments().slice(skip, skip + top);
  if (page.length === 0) return { status: 204 };
  const listItems = page.map(({ payrollGroup, code, name, isActive = true }) => ({
    payrollGroupCode: payrollGroup,
    nameCode: { code, name },
    customTags: [],
    contacts: { personName: {}, communication: { emails: {}, landlines: [] } },
    inactiveIndicator: !isActive,
  }));
  return { status: 200, body: { validationTableTitle: 'Departments', listItems } };
};

/** `/hr/v1/organization-departments`: only with an entitlement. */
export const organizationDepartments: Route = (call) => {
  const { organizationDepartments: state } = call.switches;
  if (state === 'present') return hierarchy(call);
  throw refuse(call, state, state === 404 ? 'Canonical URI not found' : 'Forbidden');
};

/** `/core/v1/organization-departments`: international products. */
export const coreDepartments: Route = (call) => {
  if (!call.subscriber.description.coreDepartments) throw refuse(call, 404, 'Canonical URI not found', 'gateway');
  return hierarchy(call);
};

function hierarchy({ subscriber, segments: [code] }: Call) {
  const chosen = subscriber.hr.departments().filter((department) => code === undefined || department.code === code);
  return { status: 200, body: { organizationDepartments: chosen.map(wireDepartment) } };
}

function wireDepartment({ code, name, parent, isActive = true }: AdpDepartment): object {
  return {
    departmentCode: { codeValue: code, shortName: name },
    ...(parent === undefined ? {} : { parentDepartmentCode: { codeValue: parent } }),
    departmentDescription: name,
    effectiveDate: '2020-01-01',
    activeIndicator: isActive,
    auxilliaryFields: [],
  };
}
