// Whether an app can be reached and does what the connector needs: the credential, the permissions, a look for nobody. Reads only.
import { type CheckItem, type CheckReport, type ConnectorContext, isTenureError } from '@tenure/core/connector';
import type { NativeApi } from './api.ts';

/** Keys that nobody has. */
const nobody = {
  externalId: 'tenure-check-nobody',
  employeeNumber: 'tenure-check-nobody',
  userName: 'tenure-check-nobody@example.invalid',
  email: 'tenure-check-nobody@example.invalid',
} as const;

/** `removal`: what the options say about leavers, for whoever reads the report. */
export async function checkNative(
  { system, api }: { readonly system: string; readonly api: NativeApi },
  removal: readonly CheckItem[],
  context: ConnectorContext,
): Promise<CheckReport> {
  const reached = await looked('Accounts can be read with the credential', async () => {
    await api.list({ limit: 1 }, context);
    return { state: 'ok' };
  });
  if (reached.state === 'problem') return { system, items: [reached, ...removal] };
  const items: CheckItem[] = [reached];
  for (const { key, look } of api.lookups) {
    const item = await looked(`Accounts can be looked up by ${key}`, async () => {
      const { accounts } = await look(nobody[key], context);
      return accounts.length === 0 ? { state: 'ok' } : { state: 'problem', detail: 'the app shows somebody for a key that nobody has' };
    });
    items.push(item);
  }
  const permissions = (await api.check?.(context)) ?? [];
  return { system, items: [...items, ...permissions, ...removal] };
}

/** One line of a report; an error is what the line says. */
export async function looked(title: string, look: () => Promise<Omit<CheckItem, 'title'>>): Promise<CheckItem> {
  try {
    return { title, ...(await look()) };
  } catch (error) {
    if (!isTenureError(error)) throw error;
    return { title, state: 'problem', detail: `${error.message}. ${error.hint}` };
  }
}
