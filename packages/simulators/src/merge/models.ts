// The common models of Merge's HRIS category that are simulated: their fields on the wire, their references and their enums.

export const mergeModels = ['companies', 'locations', 'groups', 'teams', 'employees', 'employments'] as const;
/** A model by its path. The order is the one in which a sync copies. */
export type MergeModel = (typeof mergeModels)[number];

/** Values by Merge's own field names; references are remote ids, enums the provider's own text. */
export type Fields = Readonly<Record<string, unknown>>;

export interface ModelDescription {
  /** As in `model_name` and in names of webhooks. */
  readonly name: string;
  readonly fields: readonly string[];
  /** Fields that hold the remote id of another record, or a list of them. */
  readonly references: Readonly<Record<string, MergeModel>>;
  /** Fields whose provider text is mapped to Merge's enum where the table has it, and passed on where not. */
  readonly enums: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Fields with a calendar day. */
  readonly days: readonly string[];
  /** What `expand` takes. `employments` is not a field of the record: it is looked up. */
  readonly expands: readonly string[];
}

const employmentStatuses = {
  Active: 'ACTIVE',
  'On Leave': 'ACTIVE',
  'Pre-Hire': 'PENDING',
  Terminated: 'INACTIVE',
  Inactive: 'INACTIVE',
};
const employmentTypes = {
  'Full-Time': 'FULL_TIME',
  'Part-Time': 'PART_TIME',
  Intern: 'INTERN',
  Contractor: 'CONTRACTOR',
  Freelance: 'FREELANCE',
};
const groupTypes = {
  Team: 'TEAM',
  Department: 'DEPARTMENT',
  'Cost Center': 'COST_CENTER',
  'Business Unit': 'BUSINESS_UNIT',
  Group: 'GROUP',
};

const personal = ['ssn', 'gender', 'ethnicity', 'marital_status', 'date_of_birth'];

export const modelDescriptions: Readonly<Record<MergeModel, ModelDescription>> = {
  employees: {
    name: 'Employee',
    fields: [
      ...[
        'employee_number',
        'company',
        'first_name',
        'last_name',
        'preferred_name',
        'display_full_name',
        'username',
        'groups',
        'work_email',
      ],
      ...[
        'personal_email',
        'mobile_phone_number',
        'employments',
        'home_location',
        'work_location',
        'manager',
        'team',
        'pay_group',
        ...personal,
      ],
      ...['hire_date', 'start_date', 'remote_created_at', 'employment_status', 'termination_date', 'avatar', 'custom_fields'],
    ],
    references: {
      company: 'companies',
      groups: 'groups',
      home_location: 'locations',
      work_location: 'locations',
      manager: 'employees',
      team: 'teams',
    },
    enums: { employment_status: employmentStatuses, ethnicity: {}, gender: {}, marital_status: {} },
    days: ['hire_date', 'start_date', 'termination_date', 'date_of_birth'],
    expands: ['company', 'employments', 'groups', 'home_location', 'manager', 'pay_group', 'team', 'work_location'],
  },
  employments: {
    name: 'Employment',
    fields: [
      ...['employee', 'job_title', 'pay_rate', 'pay_period', 'pay_frequency', 'pay_currency', 'pay_group', 'flsa_status'],
      ...['effective_date', 'employment_type'],
    ],
    references: { employee: 'employees' },
    enums: { employment_type: employmentTypes, flsa_status: {}, pay_frequency: {}, pay_period: {} },
    days: ['effective_date'],
    expands: ['employee', 'pay_group'],
  },
  groups: {
    name: 'Group',
    fields: ['parent_group', 'name', 'type', 'is_commonly_used_as_team'],
    references: { parent_group: 'groups' },
    enums: { type: groupTypes },
    days: [],
    expands: ['parent_group'],
  },
  teams: {
    name: 'Team',
    fields: ['name', 'parent_team'],
    references: { parent_team: 'teams' },
    enums: {},
    days: [],
    expands: ['parent_team'],
  },
  locations: {
    name: 'Location',
    fields: ['name', 'phone_number', 'street_1', 'street_2', 'city', 'state', 'zip_code', 'country', 'location_type'],
    references: {},
    enums: { location_type: {} },
    days: [],
    expands: [],
  },
  companies: { name: 'Company', fields: ['legal_name', 'display_name', 'eins'], references: {}, enums: {}, days: [], expands: [] },
};

/** Merge's value for a field: its enum where it maps the provider's text, else the text itself. */
export function mapped(model: MergeModel, field: string, value: unknown): unknown {
  const table = modelDescriptions[model].enums[field];
  return table !== undefined && typeof value === 'string' ? (table[value] ?? value) : value;
}
