// What every application may be told, whatever it speaks, as strict schemas made from its description; and what follows for leavers.
import {
  baseUrlSchema,
  credentialSchema,
  type OptionsShape,
  type RateLimits,
  rateLimitsSchema,
  type TargetInstance,
} from '@tenure/core/connector';
import { type HttpOptions, httpOptionsSchema } from '@tenure/core/connector/http';
import { z } from 'zod';
import { type AppDescription, secretsOf } from './description.ts';
import type { FirstCredential } from './verbs/first-credential.ts';

/** What may be done to accounts of leavers. */
export type Removal = 'disable' | 'disable-and-delete' | 'delete';

/** What every application may be told besides its credential. */
export interface SharedOptions {
  /**
   * What may be done to accounts of leavers. `disable`: turned off, never deleted. `disable-and-delete`: turned off, and
   * deleted when the schedule's `deleteAfterDays` says so. `delete`: removed at once. Default: `disable` where the app can
   * turn an account off and on again, else `delete`.
   */
  readonly removal?: Removal | undefined;
  /** Has to be true for a removal that cannot be undone. Default false: such a `removal` is refused. */
  readonly allowIrreversible?: boolean | undefined;
  /** What is known about the app's rate limits besides its description. Without it the engine goes by that and the answers. */
  readonly limits?: RateLimits | undefined;
  /**
   * Names that the same workspace had before, as a plan calls them: `chat.example.com/scim/v2`. Without them, other options that
   * lead to another workspace stop the app until they are told: its known accounts are in the first one.
   */
  readonly formerly?: readonly string[] | undefined;
  /** Takes the first password of each new account to its owner; with it accounts are created with one. */
  readonly firstCredential?: FirstCredential | undefined;
  /** Time-outs, retries and the like. */
  readonly http?: HttpOptions | undefined;
}

/** What an application with a function of its own is told besides its credential. */
export interface NamedAppOptions extends SharedOptions {
  /** Another id than the app's name, for a second tenant of the same app. */
  readonly id?: string | undefined;
  /** Another address than the vendor's: a national cloud, a proxy, a test. */
  readonly baseUrl?: string | undefined;
}

export const idSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'expected a short lower-case name');
const handler = z.custom<FirstCredential>((value) => typeof value === 'function', 'expected a function');

export const sharedShape = {
  removal: z.enum(['disable', 'disable-and-delete', 'delete']).optional().meta({ description: 'What may be done to accounts of leavers' }),
  allowIrreversible: z.boolean().optional().meta({ description: 'Whether leavers may be removed in a way that cannot be undone' }),
  limits: rateLimitsSchema.optional(),
  formerly: z.array(z.string().min(1)).optional(),
  firstCredential: handler.optional(),
  http: httpOptionsSchema.optional(),
} satisfies OptionsShape<SharedOptions>;

/** The options of one app as a schema: what a settings page shows as a form, and what its function validates with. */
export function optionsSchemaOf<Options extends NamedAppOptions = NamedAppOptions & Readonly<Record<string, unknown>>>(
  description: AppDescription,
): z.ZodType<Options> {
  return z
    .strictObject({
      ...connectionShapeOf(description),
      ...functionsOf(description),
      id: idSchema.optional().meta({ description: 'A name of its own, for a second tenant of the same app' }),
      baseUrl: ifOptional(description.address !== undefined, addressSchema),
      ...sharedShape,
      allowIrreversible: mustDecide(description) ? decided : sharedShape.allowIrreversible,
    })
    .superRefine((options, issues) => {
      refuseImpossible(description, options as SharedOptions, issues);
      refuseBoth(description, options, issues);
    }) as unknown as z.ZodType<Options>;
}

const addressSchema = baseUrlSchema.meta({ description: 'The address of the app’s interface' });
const decided = z.boolean().meta({ description: 'Whether leavers may be removed, which cannot be undone here' });

/** Of the options what a customer has to state, or may, to connect the app: its credentials and what differs by customer. */
export function connectionSchemaOf(description: AppDescription): z.ZodType {
  return z
    .strictObject({
      ...connectionShapeOf(description),
      ...(description.address === undefined ? { baseUrl: addressSchema } : {}),
      ...(mustDecide(description) ? { allowIrreversible: decided } : {}),
    })
    .superRefine((options, issues) => refuseBoth(description, options, issues));
}

function connectionShapeOf(description: AppDescription): Record<string, z.ZodType> {
  const secrets = Object.entries(secretsOf(description)).map(
    ([name, { description: words, optional }]) =>
      [name, ifOptional(optional, credentialSchema).meta({ secret: true, description: words })] as const,
  );
  const parameters = Object.entries(description.parameters).map(([name, { description: words, example, pattern, optional }]) => {
    const text = z.string().regex(new RegExp(`^(?:${pattern})$`), `expected something like ${example}`);
    const schema = pattern === 'address' ? baseUrlSchema : text;
    return [name, ifOptional(optional, schema).meta({ description: words, examples: [example] })] as const;
  });
  return Object.fromEntries([...secrets, ...parameters]);
}

/** Functions of the host: no form has a field for them. */
function functionsOf({ functions = {} }: AppDescription): Record<string, z.ZodType> {
  const named = Object.entries(functions).map(
    ([name, { description: words, optional }]) => [name, ifOptional(optional, hostFunction).meta({ description: words })] as const,
  );
  return Object.fromEntries(named);
}

const hostFunction = z.custom((value) => typeof value === 'function', 'expected a function');

const ifOptional = (optional: boolean | undefined, schema: z.ZodType): z.ZodType => (optional === true ? schema.optional() : schema);

/** Whether the only way out of the app cannot be undone: then nothing is done by default, and silence is no answer. */
export const mustDecide = ({ disable, delete: removal }: AppDescription): boolean => disable === undefined && removal?.undone === 'never';

/** The removal that the options and the description come to. */
export const removalOf = (description: AppDescription, { removal }: SharedOptions): Removal =>
  removal ?? (description.disable === undefined ? 'delete' : 'disable');

export function refuseImpossible(description: AppDescription, options: SharedOptions, issues: z.RefinementCtx): void {
  const refuse = (path: string, message: string) => issues.addIssue({ code: 'custom', path: [path], message });
  const removal = removalOf(description, options);
  if (removal !== 'delete' && description.disable === undefined) refuse('removal', 'this app cannot turn an account off and on again');
  if (removal !== 'disable' && description.delete === undefined) refuse('removal', 'this app has no way to delete an account');
  const allowed = options.allowIrreversible === true || mustDecide(description);
  if (removal !== 'disable' && description.delete?.undone === 'never' && !allowed) {
    refuse('allowIrreversible', 'deleting cannot be undone here and has to be allowed');
  }
  if (options.firstCredential !== undefined && description.create.password === false) {
    refuse('firstCredential', 'this app takes no first password');
  }
}

/** Where credentials stand for each other, one is told and the others are not. */
function refuseBoth({ eitherOf = [] }: AppDescription, options: Readonly<Record<string, unknown>>, issues: z.RefinementCtx): void {
  if (eitherOf.length === 0 || eitherOf.filter((name) => options[name] !== undefined).length === 1) return;
  issues.addIssue({ code: 'custom', path: [eitherOf[0] ?? ''], message: `expected exactly one of ${eitherOf.join(', ')}` });
}

/** The vendor's address with the customer's parameters in their places. */
export function addressOf(template: string, parameters: object): string {
  const values = new Map<string, unknown>(Object.entries(parameters));
  return template.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(String(values.get(name) ?? '')));
}

/**
 * What tells the customer's workspace from every other one: an address that is not the same for all, and the parameters that the
 * description names. Undefined where only the credential does.
 */
export function instanceOf(
  { address, parameters, workspace = [] }: AppDescription,
  options: SharedOptions & { readonly baseUrl?: string | undefined },
): TargetInstance | undefined {
  const values = new Map<string, unknown>(Object.entries(options));
  const isOwn = options.baseUrl !== undefined || address?.includes('{') === true;
  const named = Object.fromEntries(Object.keys(parameters).map((name) => [name, values.get(name)]));
  const url = isOwn ? (options.baseUrl ?? addressOf(address ?? '', named)) : undefined;
  const parts = [url?.replace(/^https?:\/\/|\/+$/g, ''), ...workspace.map((name) => values.get(name))];
  const name = parts
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ')
    .toLowerCase();
  return name === '' ? undefined : { name, formerly: options.formerly?.map((former) => former.toLowerCase()) };
}
