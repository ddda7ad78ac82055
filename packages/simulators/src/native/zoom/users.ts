// What Zoom does with users: inviting, changing, turning off, removing.
import type { Answer } from '../../serving/answering.ts';
import { alreadyHere, invalid, noLicence, notAllowed, unknownUser } from './problems.ts';
import type { ZoomSwitches } from './switches.ts';
import type { Tenant, ZoomUser } from './tenant.ts';

type Fields = Readonly<Record<string, unknown>>;

const actions = ['create', 'autoCreate', 'custCreate', 'ssoCreate'];
const types = [1, 2, 4, 99];
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export function shown(user: ZoomUser): Fields {
  return {
    ...{ id: user.id, email: user.email, first_name: user.firstName, last_name: user.lastName, display_name: user.displayName },
    ...{ type: user.type, status: user.status, role_id: user.roleId, created_at: new Date(user.createdAt).toISOString() },
  };
}

export function create(tenant: Tenant, { action, user_info: info }: Fields): Answer {
  const about = (typeof info === 'object' && info !== null ? info : {}) as Fields;
  const email = text(about['email']);
  const type = about['type'];
  if (typeof action !== 'string' || !actions.includes(action)) throw invalid('The action field is required.');
  if (email === undefined || !/^[^@\s]+@[^@\s]+$/.test(email)) throw invalid('The email field is invalid.');
  if (typeof type !== 'number' || !types.includes(type)) throw invalid('The type field is required.');
  if (action === 'autoCreate' && text(about['password']) === undefined) throw invalid('The password field is required.');
  if (tenant.hidden.has(email.toLowerCase()) || tenant.find(email) !== undefined) throw alreadyHere(email);
  if (type === 2 && tenant.licencesLeft() < 1) throw noLicence();
  const [firstName, lastName, displayName] = ['first_name', 'last_name', 'display_name'].map((name) => text(about[name]));
  // Only whoever needs no consent is in at once: everybody else gets an invitation by e-mail.
  const status = action === 'create' ? 'pending' : 'active';
  const user = tenant.add({ email, firstName, lastName, displayName, type, status });
  const { id, email: kept, first_name, last_name } = shown(user);
  return { status: 201, body: { id, email: kept, first_name, last_name, type } };
}

/** The user by id or address, as a read by key shows it. */
export function read(tenant: Tenant, switches: ZoomSwitches, key: string): ZoomUser {
  const user = tenant.find(key);
  if (user === undefined || (user.status === 'pending' && switches.pendingById === 'hidden')) throw unknownUser(key);
  return user;
}

export function change(user: ZoomUser, body: Fields): Answer {
  if (text(body['first_name']) !== undefined) user.firstName = String(body['first_name']);
  if (text(body['last_name']) !== undefined) user.lastName = String(body['last_name']);
  if (text(body['display_name']) !== undefined) user.displayName = String(body['display_name']);
  return { status: 204 };
}

export function changeAddress(tenant: Tenant, user: ZoomUser, body: Fields): Answer {
  const email = text(body['email']);
  if (email === undefined) throw invalid('The email field is required.');
  if (tenant.find(email) !== undefined && tenant.find(email) !== user) throw alreadyHere(email);
  user.email = email;
  return { status: 204 };
}

export function turn(tenant: Tenant, user: ZoomUser, { action }: Fields): Answer {
  if (action !== 'activate' && action !== 'deactivate') throw invalid('The action field is required.');
  if (user.roleId === '0') throw notAllowed();
  if (user.status === 'pending') throw invalid('The user has not accepted the invitation.');
  if (action === 'activate' && user.status === 'inactive' && user.type === 2 && tenant.licencesLeft() < 1) throw noLicence();
  // Sessions of single sign-on go on until their token is deleted.
  user.status = action === 'activate' ? 'active' : 'inactive';
  return { status: 204 };
}

export function remove(tenant: Tenant, switches: ZoomSwitches, user: ZoomUser, query: URLSearchParams): Answer {
  const action = query.get('action') ?? 'disassociate';
  if (action !== 'disassociate' && action !== 'delete') throw invalid('The action parameter is invalid.');
  if (user.roleId === '0') throw notAllowed();
  if (user.status === 'pending' && switches.pendingRemoval === 'refused') throw invalid('The user has not accepted the invitation.');
  const what = [...query.entries()].filter(([name, value]) => name.startsWith('transfer_') && value === 'true').map(([name]) => name);
  const to = query.get('transfer_email');
  if (what.length > 0) {
    const heir = to === null ? undefined : tenant.find(to);
    if (heir === undefined || heir.status !== 'active') throw invalid('The transfer_email parameter is invalid.');
    tenant.handedOver.push({ to: heir.email, what });
  }
  tenant.users.delete(user.id);
  if (action === 'disassociate' && user.status !== 'pending') tenant.outside.add(user.email.toLowerCase());
  return { status: 204 };
}
