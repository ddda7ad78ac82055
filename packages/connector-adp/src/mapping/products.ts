// ADP's products answer the same paths with codes of their own.

/** Where departments come from. */
export type AdpDepartments = 'table' | 'hierarchy' | 'international' | 'workers';

export const productNames = ['workforce-now', 'run', 'vantage', 'next-gen', 'international'] as const;
/** ADP's product behind the API; `vantage` also stands for Enterprise HR. */
export type AdpProduct = (typeof productNames)[number];

interface Product {
  /** Codes or labels of the type of unit that is a department. */
  readonly departmentTypes: readonly string[];
  readonly departmentsFrom: AdpDepartments;
}

export const products: Readonly<Record<AdpProduct, Product>> = {
  'workforce-now': { departmentTypes: ['Department'], departmentsFrom: 'table' },
  run: { departmentTypes: ['Department'], departmentsFrom: 'workers' },
  vantage: { departmentTypes: ['Department'], departmentsFrom: 'workers' },
  'next-gen': { departmentTypes: ['Costing', 'Department'], departmentsFrom: 'workers' },
  international: { departmentTypes: ['Department'], departmentsFrom: 'international' },
};
