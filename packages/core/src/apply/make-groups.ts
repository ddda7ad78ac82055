// Groups of the map that the identity provider lacks, made because a person asked for it. No plan does this.
import type { AuditEntry } from '../audit/entry.ts';
import { commitAudited } from '../audit/record.ts';
import { TenureError } from '../connector/errors.ts';
import type { Group, IdentityProvider } from '../connector/target.ts';
import type { Policy } from '../policy/policy.ts';
import { missingGroups } from '../read/groups.ts';
import type { Session } from '../read/session.ts';

/**
 * Makes every missing one. Each is in the audit trail once it is there; what fails stops the rest, and the same again makes
 * only what is still missing.
 *
 * @throws {TenureError} `OPTIONS_INVALID` where the identity provider cannot make groups, and what it throws.
 */
export async function makeGroups(session: Session, provider: IdentityProvider, policy: Policy, by: string): Promise<readonly Group[]> {
  const create = provider.groups.create?.bind(provider.groups);
  if (create === undefined) throw cannotMake(provider);
  const made: Group[] = [];
  for (const name of await missingGroups(session, provider, policy)) {
    await session.holdLease();
    const { outcome, group } = await create({ name }, { ...session.context, idempotencyKey: `group.create ${name}` });
    const facts = {
      target: provider.id,
      change: 'group.create',
      outcome: outcome === 'changed' ? 'applied' : outcome,
      by,
      groups: [group.id],
    };
    const entry: AuditEntry = { kind: 'write', facts };
    await commitAudited(session, [], [entry]);
    made.push(group);
  }
  return made;
}

function cannotMake({ id }: IdentityProvider): TenureError {
  const problem = { path: 'identityProvider', reason: 'it cannot make groups; make them there' };
  const fact = `${problem.path}: ${problem.reason}`;
  return new TenureError('OPTIONS_INVALID', { system: id, verb: 'create group', fact, details: { problems: [problem] } });
}
