// Whether a target is still the one that the known accounts are in. An id means nothing in another org: whoever is not found
// there is not gone, and nobody must be hired there.
import type { ConnectorContext } from '../connector/context.ts';
import { TenureError } from '../connector/errors.ts';
import type { AppProvisioner, IdentityProvider, Target } from '../connector/target.ts';
import type { Session } from './session.ts';
import { readSetting, settingOp } from './session.ts';

type Ledger = Pick<Session, 'store' | 'tenant'>;

/**
 * Why nothing may be asked of a target; undefined when it is the known one. It becomes known with its first plan, again as
 * long as no account is known there, and under a new name when the connector says that it is the same.
 */
export async function strangerBecause({ store, tenant }: Ledger, { id, instance }: Target): Promise<string | undefined> {
  if (instance === undefined) return undefined;
  const setting = `instance:${id}`;
  const known = await readSetting<string>({ store, tenant }, setting);
  if (known === instance.name) return undefined;
  const isSame = known === undefined || instance.formerly?.includes(known) === true;
  if (!isSame && (await store.scan(tenant, 'account', { equals: [id], limit: 1 })).rows.length > 0)
    return `the accounts known here are in ${known}, and it is set up for ${instance.name}; give another one an id of its own`;
  await store.commit(tenant, [settingOp(setting, instance.name)]);
  return undefined;
}

interface Given {
  readonly store: Session['store'];
  readonly tenant: string;
  readonly identityProvider: IdentityProvider | undefined;
  readonly apps: readonly AppProvisioner[];
}

/** The same targets, of which one that is not the known one answers nothing but `check`. */
export function knownInstances<Configuration extends Given>(given: Configuration): Configuration {
  const { identityProvider, apps } = given;
  return {
    ...given,
    identityProvider: identityProvider === undefined ? undefined : walled(given, identityProvider, ['users', 'groups']),
    apps: apps.map((app) => walled(given, app, ['accounts'])),
  };
}

type Verb = (request: unknown, context: ConnectorContext) => Promise<unknown>;

function walled<Of extends Target>(ledger: Ledger, target: Of, parts: readonly string[]): Of {
  if (target.instance === undefined) return target;
  let isKnown = false;
  const check = async (verb: string): Promise<void> => {
    if (isKnown) return;
    const fact = await strangerBecause(ledger, target);
    if (fact !== undefined) throw new TenureError('CONNECTOR_FORBIDDEN', { system: target.id, verb, fact, details: {} });
    isKnown = true;
  };
  const guarded = <Part extends object>(part: Part): Part => {
    const verbs = part as Readonly<Record<string, unknown>>;
    // Looked up at the call: what a connector replaces meanwhile is what is called.
    const held = Object.keys(verbs).filter((verb) => typeof verbs[verb] === 'function');
    const call =
      (verb: string): Verb =>
      async (request, context) => {
        await check(verb);
        return (verbs as Readonly<Record<string, Verb | undefined>>)[verb]?.(request, context);
      };
    return { ...part, ...Object.fromEntries(held.map((verb) => [verb, call(verb)])) };
  };
  const { activity } = target;
  const sections = parts.map((name) => [name, guarded((target as unknown as Record<string, object>)[name] ?? {})]);
  const read: Target['activity'] = async (request, context) => {
    await check('activity');
    return activity?.(request, context) ?? { items: [] };
  };
  return { ...target, ...Object.fromEntries(sections), ...(activity === undefined ? {} : { activity: read }) };
}
