// Who is meant: rules as data with a name, so that a plan can give them as a reason and a document can hold them.
import { TenureError } from '../connector/errors.ts';
import { isCustomAttribute } from '../model/account.ts';
import type { Department } from '../model/department.ts';
import type { Employee, EmploymentType } from '../model/employee.ts';
import type { Person } from '../model/person.ts';
import type { DepartmentTree } from './departments.ts';

/** What a rule looks at. */
export interface Facts {
  readonly person: Person;
  /** The employment that counts. */
  readonly employee: Employee;
  readonly department: Department | undefined;
}

export type Predicate = (facts: Facts) => boolean;

/** A rule: a name, its arguments, and for rules of the host's own a predicate. Made by the functions below. */
export interface Rule {
  readonly rule: string;
  readonly args: readonly RuleArgument[];
  /** Only on rules made by {@link where}. Must be pure: same facts, same answer. */
  readonly predicate?: Predicate | undefined;
}

export type RuleArgument = string | boolean | Rule;

/** Everybody. */
export function everyone(): Rule {
  return { rule: 'everyone', args: [] };
}

/** Nobody: useful to take an app away from all without removing it from the configuration. */
export function nobody(): Rule {
  return { rule: 'nobody', args: [] };
}

/**
 * People of a department, given by id or by name, and of the units below it unless `subDepartments` is false. A name
 * that matches no department or two is an error when a plan is made, never an empty set.
 */
export function inDepartment(department: string, options: { readonly subDepartments?: boolean } = {}): Rule {
  return { rule: 'inDepartment', args: [department, options.subDepartments ?? true] };
}

/** People of one of these employment types. */
export function withEmploymentType(...types: readonly EmploymentType[]): Rule {
  return { rule: 'withEmploymentType', args: types };
}

/** People whose work location is in one of these countries, as HR writes them. */
export function inCountry(...countries: readonly string[]): Rule {
  return { rule: 'inCountry', args: countries };
}

/**
 * People for whom a field of HR's own has one of these values: `withCustomField('costCenter', '4711', '4712')`. A number and a
 * truth value are compared as JSON writes them. Where HR states no such field, the rule does not hold.
 */
export function withCustomField(field: string, ...values: readonly string[]): Rule {
  return { rule: 'withCustomField', args: [field, ...values] };
}

/** People with one of these ids, as HR gives them; of somebody with several employments, the first one's. */
export function withId(...ids: readonly string[]): Rule {
  return { rule: 'withId', args: ids };
}

/** People for whom every rule holds. */
export function allOf(...rules: readonly Rule[]): Rule {
  return { rule: 'allOf', args: rules };
}

/** People for whom at least one rule holds. */
export function anyOf(...rules: readonly Rule[]): Rule {
  return { rule: 'anyOf', args: rules };
}

/** People for whom the rule does not hold. */
export function not(rule: Rule): Rule {
  return { rule: 'not', args: [rule] };
}

/** A rule of your own. `name` is what plans and documents call it; the predicate must be pure. */
export function where(name: string, predicate: Predicate): Rule {
  return { rule: name, args: [], predicate };
}

/** True for a rule that is the host's own code, or made of one. */
export function asksHost({ predicate, args }: Rule): boolean {
  return predicate !== undefined || args.some((argument) => typeof argument === 'object' && asksHost(argument));
}

/** A rule in words, for reasons and prints: `inDepartment(Engineering)`. */
export function ruleLabel({ rule, args }: Rule): string {
  const shown = args
    .filter((argument) => argument !== true)
    .map((argument) => (typeof argument === 'object' ? ruleLabel(argument) : String(argument)));
  return shown.length === 0 ? rule : `${rule}(${shown.join(', ')})`;
}

/** Where names of departments turn into ids: pins first, then ids, then names. */
export interface Resolution {
  readonly tree: DepartmentTree;
  /** What a name meant when it was first used. */
  readonly pins: ReadonlyMap<string, string>;
  /** Departments that stay known although the last list does not hold them. */
  readonly unlisted?: ReadonlySet<string> | undefined;
  /** Called for a name that was resolved now. */
  readonly pin: (name: string, id: string) => void;
}

/** Makes a rule ready to ask. @throws {TenureError} `OPTIONS_INVALID` for an unknown rule or a department name that fits none or two. */
export function compileRule(rule: Rule, resolution: Resolution): Predicate {
  if (rule.predicate !== undefined) return rule.predicate;
  const make = Object.hasOwn(ruleMakers, rule.rule) ? ruleMakers[rule.rule] : undefined;
  if (make === undefined) throw ruleProblem(rule, 'no rule of this name is known');
  return make(rule, resolution);
}

type RuleMaker = (rule: Rule, resolution: Resolution) => Predicate;

const ruleMakers: Readonly<Record<string, RuleMaker | undefined>> = {
  everyone: () => () => true,
  nobody: () => () => false,
  inDepartment: (rule, resolution) => {
    const [name, below] = rule.args;
    if (typeof name !== 'string') throw ruleProblem(rule, 'a department id or name is missing');
    const id = resolveDepartment(name, rule, resolution);
    const ids = below === false ? new Set([id]) : resolution.tree.within(id);
    return ({ employee }) => employee.departmentId !== null && employee.departmentId !== undefined && ids.has(employee.departmentId);
  },
  withEmploymentType: (rule) => {
    const types = new Set(rule.args);
    return ({ employee }) =>
      employee.employmentType !== null && employee.employmentType !== undefined && types.has(employee.employmentType);
  },
  inCountry: (rule) => {
    const countries = new Set(rule.args);
    return ({ employee }) =>
      employee.location?.country !== null && employee.location?.country !== undefined && countries.has(employee.location.country);
  },
  withCustomField: (rule) => {
    const [field, ...values] = rule.args;
    const isField = typeof field === 'string' && isCustomAttribute(`customFields.${field}`);
    if (!isField || values.length === 0) throw ruleProblem(rule, 'a field and at least one value are missing');
    const wanted = new Set(values);
    return ({ employee: { customFields } }) => {
      const value = customFields != null && Object.hasOwn(customFields, field) ? customFields[field] : null;
      return value != null && wanted.has(String(value));
    };
  },
  withId: (rule) => {
    const ids = new Set(rule.args);
    return ({ person }) => ids.has(person.id);
  },
  allOf: (rule, resolution) => {
    const parts = nestedRules(rule).map((part) => compileRule(part, resolution));
    return (facts) => parts.every((part) => part(facts));
  },
  anyOf: (rule, resolution) => {
    const parts = nestedRules(rule).map((part) => compileRule(part, resolution));
    return (facts) => parts.some((part) => part(facts));
  },
  not: (rule, resolution) => {
    const [inner] = nestedRules(rule).map((part) => compileRule(part, resolution));
    if (inner === undefined) throw ruleProblem(rule, 'the rule to negate is missing');
    return (facts) => !inner(facts);
  },
};

function nestedRules(rule: Rule): Rule[] {
  return rule.args.filter((argument) => typeof argument === 'object');
}

/** The names of the rules that need no code of the host. */
export const builtInRules: readonly string[] = Object.keys(ruleMakers);

/** The departments a rule asks about as it writes them, by id or name, nested rules included. */
export function departmentsNamedIn({ rule, args, predicate }: Rule): string[] {
  if (predicate !== undefined) return [];
  const nested = args.flatMap((argument) => (typeof argument === 'object' ? departmentsNamedIn(argument) : []));
  const [name] = args;
  return rule === 'inDepartment' && typeof name === 'string' ? [name, ...nested] : nested;
}

/** Why a rule cannot be asked now: a department its policy meant all along is gone. Undefined: it can, or it never could. */
export function lostIn(rule: Rule, resolution: Resolution): string | undefined {
  const lost = departmentsNamedIn(rule).find((name) => isLost(name, resolution));
  return lost === undefined ? undefined : `rule ${ruleLabel(rule)}: ${lostDepartment}`;
}

const lostDepartment = 'the department this name meant is gone; use the id of the one that is meant now';

function isLost(name: string, resolution: Resolution): boolean {
  const pinned = resolution.pins.get(name);
  if (pinned === undefined) return false;
  // An id was not chosen for its name: only that it is gone counts.
  return pinned === name ? resolution.tree.get(name) === undefined : isReplaced(pinned, resolution);
}

/** A name never passes from the department it meant to another one: whoever was below the first would lose what it gave. */
function resolveDepartment(name: string, rule: Rule, resolution: Resolution): string {
  const { tree, pins, pin } = resolution;
  const pinned = pins.get(name);
  if (pinned !== undefined) {
    if (isLost(name, resolution)) throw ruleProblem(rule, lostDepartment);
    return pinned;
  }
  if (tree.get(name) !== undefined) {
    pin(name, name);
    return name;
  }
  const [id, ...more] = tree.named(name);
  if (id === undefined) throw ruleProblem(rule, 'no department has this id or name');
  if (more.length > 0) throw ruleProblem(rule, `${more.length + 1} departments have this name; use an id`);
  pin(name, id);
  return id;
}

/** Gone, or not listed while another one of its name is: a unit made anew under another id. */
function isReplaced(id: string, { tree, unlisted }: Resolution): boolean {
  const known = tree.get(id);
  if (known === undefined) return true;
  if (unlisted === undefined || !unlisted.has(id)) return false;
  return tree.named(known.name).some((other) => !unlisted.has(other));
}

function ruleProblem(rule: Rule, reason: string): TenureError {
  const path = `rule ${ruleLabel(rule)}`;
  return new TenureError('OPTIONS_INVALID', {
    system: 'policy',
    verb: 'resolve',
    fact: `${path}: ${reason}`,
    details: { problems: [{ path, reason }] },
  });
}
