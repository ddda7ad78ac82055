// Which webhooks follow from what happens: to records, to a sync, to an account, to an issue.
import { type AccountMaking, type OwnAccount, wireDetails, wireIssue } from './account.ts';
import { type MergeModel, modelDescriptions } from './models.ts';
import type { MergeSwitches } from './switches.ts';
import type { OwnWebhooks } from './webhooks.ts';
import { wireRecord } from './wire.ts';

export interface Hooks extends Pick<AccountMaking, 'onNews' | 'onSynced' | 'onIssue'> {
  onLinked(account: OwnAccount): void;
  onDeleted(account: OwnAccount): void;
}

export function createHooks(webhooks: OwnWebhooks, switches: MergeSwitches): Hooks {
  const note = (account: OwnAccount, event: string, data: () => unknown): void => {
    const details = wireDetails(account);
    webhooks.note(() => ({ linked_account: details, data: data() }), event);
  };
  const about = ({ integration, id }: OwnAccount) => ({ integration_name: integration.name, integration_id: id });
  return {
    onNews(account, news, model, row) {
      const snapshot = { ...row };
      note(account, `${modelDescriptions[model].name}.${news}`, () => wireRecord(account, switches, model, snapshot));
    },
    onSynced(account, models, wasInitial) {
      const status = statusMap(account, models);
      for (const model of models) {
        const { name, fields } = modelDescriptions[model];
        note(account, `${name}.synced`, () => ({
          ...about(account),
          synced_fields: fields,
          sync_status: { [`hris.${name}`]: status[`hris.${name}`] },
        }));
      }
      note(account, 'LinkedAccount.sync_completed', () => ({ is_initial_sync: wasInitial, ...about(account), sync_status: status }));
    },
    onIssue: (account, event, issue) => note(account, `Issue.${event}`, () => wireIssue(account, issue)),
    onLinked(account) {
      const token = switches.linkedHookCarriesToken ? { account_token: account.token } : {};
      note(account, 'LinkedAccount.linked', () => ({ ...wireDetails(account), ...token }));
    },
    onDeleted: (account) => note(account, 'LinkedAccount.deleted', () => wireDetails(account)),
  };
}

function statusMap(account: OwnAccount, models: readonly MergeModel[]): Readonly<Record<string, unknown>> {
  const names = new Set(models.map((model) => modelDescriptions[model].name));
  return Object.fromEntries(
    account.sync
      .status()
      .filter(({ model_name: name }) => names.has(name))
      .map(({ model_id: id, last_sync_finished, last_sync_result, data_fresh_as_of, sync_status_reason }) => [
        id,
        { last_sync_finished, last_sync_result, data_fresh_as_of, sync_status_reason },
      ]),
  );
}
