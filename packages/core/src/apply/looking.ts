// Looking for the accounts of one person in a target.
import type { WriteContext } from '../connector/context.ts';
import type { FindAnswer } from '../connector/target.ts';
import { withoutNulls } from '../plan/profile.ts';
import type { Work } from './work.ts';

/** What a person is looked for by in a target. */
function findKeys({ person, profile }: Work): { externalId: string; employeeNumber?: string; userName?: string; email?: string } {
  const present = withoutNulls(profile);
  return {
    externalId: person.id,
    ...(present.employeeNumber == null ? {} : { employeeNumber: present.employeeNumber }),
    ...(present.userName == null ? {} : { userName: present.userName }),
    ...(present.email == null ? {} : { email: present.email }),
  };
}

/** Every account of the target that carries one of the person's keys. */
export function findAccounts(work: Work, context: WriteContext): Promise<FindAnswer> {
  const { target } = work;
  return 'users' in target ? target.users.find(findKeys(work), context) : target.accounts.find(findKeys(work), context);
}

/** Accounts that stand in the way of a creation: those a person said are not theirs do not. */
export async function findObstacles(work: Work, context: WriteContext): Promise<FindAnswer> {
  const answer = await findAccounts(work, context);
  if (answer.kind !== 'found') return answer;
  const accounts = answer.accounts.filter(({ id }) => work.change.beside?.includes(id) !== true);
  return accounts.length === 0 ? { kind: 'absent' } : { kind: 'found', accounts };
}
