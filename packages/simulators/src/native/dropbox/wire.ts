// Values as the API writes them: unions carry their case under `.tag`.
import { type Answer, Refusal } from '../../serving/answering.ts';
import type { DropboxMember } from './team.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** An endpoint's own error: 409 with a tag. */
export function endpointError(tag: string, more: Fields = {}): Answer {
  return { status: 409, body: { error_summary: `${tag}/..`, error: { '.tag': tag, ...more } } };
}

/** A refused credential: 401 with a tag, a missing scope too. */
export function authError(tag: string, more: Fields = {}): Answer {
  return { status: 401, body: { error_summary: `${tag}/..`, error: { '.tag': tag, ...more } } };
}

/** A call that no reader of the documents would make: 400 in plain words. */
export function badCall(route: string, why: string): Refusal {
  const body = `Error in call to API function "${route}": ${why}`;
  return new Refusal({ status: 400, body, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

export function memberInfo(member: DropboxMember, isRecoverable: boolean): Fields {
  const { id, email, externalId, givenName, surname, status, isAdmin, accountKept } = member;
  return {
    profile: {
      team_member_id: id,
      ...(externalId === undefined ? {} : { external_id: externalId }),
      account_id: `dbid:${id.slice(6)}`,
      email,
      email_verified: status === 'active',
      status: { '.tag': status, ...(status === 'removed' ? { is_recoverable: isRecoverable, is_disconnected: accountKept } : {}) },
      name: { given_name: givenName, surname, familiar_name: givenName, display_name: `${givenName} ${surname}`, abbreviated_name: '' },
      membership_type: { '.tag': 'full' },
      groups: [],
      member_folder_id: `${id.length}0`,
    },
    roles: isAdmin ? [{ role_id: 'pid_dbtmr:1234', name: 'Team admin', description: 'Can do everything' }] : [],
  };
}
