// Whether the app can be reached and does what the connector needs. Reads only.
import { type CheckItem, type CheckReport, type ConnectorContext, isTenureError } from '@tenure/core/connector';
import { getServiceProviderConfig, listUsers } from './api.ts';
import type { ScimServer } from './server.ts';

/** `removal`: what the options say about leavers, for whoever reads the report. */
export async function checkApp(server: ScimServer, removal: readonly CheckItem[], context: ConnectorContext): Promise<CheckReport> {
  const reached = await reaching(server, context);
  const able = reached.state === 'problem' ? [] : [...(await abilities(server, context)), ...(await lookups(server, context))];
  return { system: server.system, items: [...(await probing(server, context)), reached, ...able, ...removal] };
}

async function probing(server: ScimServer, context: ConnectorContext): Promise<readonly CheckItem[]> {
  const { probe } = server.profile;
  if (probe === undefined) return [];
  try {
    await server.http.request({ verb: 'check', method: 'GET', path: probe.path, effect: 'read' }, context);
    return [{ title: probe.title, state: 'ok' }];
  } catch (error) {
    return [problem(probe.title, error)];
  }
}

async function reaching(server: ScimServer, context: ConnectorContext): Promise<CheckItem> {
  const title = 'Users can be read with the token';
  try {
    const { total } = await listUsers(server, 'check', server.profile.paging.mode === 'none' ? {} : { startIndex: 1, count: 1 }, context);
    return { title, state: 'ok', ...(total === undefined ? {} : { detail: `${total} accounts` }) };
  } catch (error) {
    return problem(title, error);
  }
}

async function abilities(server: ScimServer, context: ConnectorContext): Promise<readonly CheckItem[]> {
  const title = 'The app can change accounts in place (PATCH)';
  const { update, disable, delete: removal } = server.profile;
  if (![update, disable?.form, removal?.form].some((form) => form?.startsWith('patch'))) return [];
  try {
    const config = await getServiceProviderConfig(server, context);
    if (config?.patch?.supported === false) return [{ title, state: 'problem', detail: 'its configuration says it cannot' }];
    if (config?.patch?.supported === true) return [{ title, state: 'ok' }];
    return [{ title, state: 'not-checked', detail: 'the app does not say' }];
  } catch (error) {
    // Many apps publish half of this page or none; it decides nothing.
    if (isTenureError(error)) return [{ title, state: 'not-checked', detail: error.code }];
    throw error;
  }
}

/** Asks for somebody who cannot exist, by each key: an app that then shows people ignores the filter. */
async function lookups(server: ScimServer, context: ConnectorContext): Promise<readonly CheckItem[]> {
  const items: CheckItem[] = [];
  for (const { key, filter } of server.profile.lookups) {
    const title = `Accounts can be looked up by ${key}`;
    try {
      const query = { filter: `${filter} eq "tenure-check-nobody@invalid"`, count: 1 };
      const { resources } = await listUsers(server, 'check', query, context);
      items.push(resources.length === 0 ? { title, state: 'ok' } : { title, state: 'problem', detail: 'the app ignores the filter' });
    } catch (error) {
      const refused = isTenureError(error) && error.code === 'CONNECTOR_REJECTED';
      items.push(
        refused && server.profile.lookups.length > 1 && key !== 'userName'
          ? { title, state: 'warning', detail: 'the app refuses this filter' }
          : problem(title, error),
      );
    }
  }
  return items;
}

function problem(title: string, error: unknown): CheckItem {
  if (!isTenureError(error)) throw error;
  return { title, state: 'problem', detail: `${error.message}. ${error.hint}` };
}
