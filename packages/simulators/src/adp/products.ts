// ADP's products answer the same paths with codes of their own.
import type { AdpStatus } from './workers.ts';

export const productNames = ['workforce-now', 'run', 'vantage', 'next-gen', 'international'] as const;
export type ProductName = (typeof productNames)[number];

export interface Product {
  /** `workerStatus.statusCode` for each state. */
  readonly status: Readonly<Record<AdpStatus, { readonly codeValue: string; readonly longName?: string }>>;
  readonly departmentType: { readonly codeValue: string; readonly shortName?: string; readonly longName?: string };
  /** `nameCode` of e-mails at work and at home; RUN has none. */
  readonly emailNames: readonly [work: string, personal: string] | undefined;
  /** RUN's associate OIDs are digits. */
  readonly digitsOnly: boolean;
  readonly workerDates: 'days' | 'date-times' | 'null';
  readonly workerType: 'as-entered' | 'tax-form' | 'worker-or-other';
  /** Two superiors with a relationship, the manager second. */
  readonly namesRelationships: boolean;
  /** Assignments by `workAssignmentID` with `legalEntityID`. */
  readonly legalEntities: boolean;
  readonly camelCaseEvents: boolean;
  readonly colonlessOffset: boolean;
  /** Departments with parents at `/core/v1/organization-departments`. */
  readonly coreDepartments: boolean;
}

const gone = (codeValue: string) => ({ terminated: { codeValue }, deceased: { codeValue }, retired: { codeValue } });
const letters = (longNames: boolean) => {
  const code = (codeValue: string, longName: string) => (longNames ? { codeValue, longName } : { codeValue });
  const left = { terminated: code('T', 'Terminated'), deceased: code('D', 'Deceased'), retired: code('R', 'Retired') };
  return { active: code('A', 'Active'), 'on-leave': code('L', 'Leave'), ...left };
};

const workforceNow: Product = {
  status: { active: { codeValue: 'Active' }, 'on-leave': { codeValue: 'Inactive' }, ...gone('Terminated') },
  departmentType: { codeValue: 'Department', shortName: 'Department' },
  emailNames: ['Work E-mail', 'Personal E-mail'],
  digitsOnly: false,
  workerDates: 'days',
  workerType: 'as-entered',
  namesRelationships: false,
  legalEntities: false,
  camelCaseEvents: false,
  colonlessOffset: true,
  coreDepartments: false,
};

export const products: Readonly<Record<ProductName, Product>> = {
  'workforce-now': workforceNow,
  run: {
    ...workforceNow,
    status: { ...letters(false), ...gone('T') },
    departmentType: { codeValue: 'DEPARTMENT' },
    emailNames: undefined,
    digitsOnly: true,
    workerDates: 'date-times',
    workerType: 'tax-form',
  },
  vantage: {
    ...workforceNow,
    status: letters(true),
    departmentType: { codeValue: 'CMPY-DEPT', longName: 'Department' },
    emailNames: ['Business', 'Personal'],
    namesRelationships: true,
    camelCaseEvents: true,
    colonlessOffset: false,
  },
  'next-gen': {
    ...workforceNow,
    status: { active: { codeValue: 'active' }, 'on-leave': { codeValue: 'leave' }, ...gone('T') },
    departmentType: { codeValue: 'costing' },
    workerDates: 'null',
    workerType: 'worker-or-other',
    colonlessOffset: false,
  },
  international: {
    ...workforceNow,
    status: { active: { codeValue: 'ACTIVE' }, 'on-leave': { codeValue: 'INACTIVE' }, ...gone('TERMINATED') },
    departmentType: { codeValue: 'department' },
    legalEntities: true,
    camelCaseEvents: true,
    colonlessOffset: false,
    coreDepartments: true,
  },
};
