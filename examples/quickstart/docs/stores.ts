// What docs/stores.md and docs/errors-and-outcomes.md show: a file, its owner, its inbox, a backup, and what to do about errors.
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileSource } from '@tenure/connector-file';
import { createLifecycle, isTenureError, TenureError } from '@tenure/core';
import { inboxWriter, sqliteStore } from '@tenure/core/sqlite';
import { storeRules } from '@tenure/core/testing';
import { rows, startCompany } from './company.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenure-docs-'));
const path = join(folder, 'tenure.db');
const company = startCompany();
const { employees, okta, org, clock } = company;

// #region open
const store = sqliteStore(path, { cacheMebibytes: 128, maximumMebibytes: 4_096 });
const lifecycle = createLifecycle({
  timeZone: 'America/New_York',
  source: fileSource({ employees }),
  identityProvider: okta,
  store,
  tenant: 'acme',
  clock,
});
// #endregion
const { plan } = await lifecycle.sync();
const hash = plan.header.held[0]?.hash ?? ''; // Finn's account, which was there before
const mode = (statSync(path).mode & 0o777).toString(8);

let second = '';
try {
  sqliteStore(path);
} catch (error) {
  second = String(error);
}

// #region inbox
const inbox = inboxWriter(path, { tenant: 'acme' }); // in any process on the same machine
await inbox.append('approve', { hash, by: 'ines.marsh' }, clock.now()); // the next plan or run takes it
inbox.close();
// #endregion

// #region backup
const reader = new DatabaseSync(path, { readOnly: true }); // any process, while the owner goes on
reader.prepare('VACUUM INTO ?').run(join(folder, 'backup.db'));
reader.close();
chmodSync(join(folder, 'backup.db'), 0o600);
const copied = new DatabaseSync(join(folder, 'backup.db'));
copied.exec('PRAGMA journal_mode = WAL');
copied.close();
// #endregion

// #region react
async function nightly(): Promise<string> {
  try {
    const { run } = await lifecycle.sync();
    return run.toString();
  } catch (error) {
    if (!isTenureError(error)) throw error;
    switch (error.code) {
      case 'CONNECTOR_RATE_LIMITED':
        return `again in ${error.details.retryAfterMs} ms`; // details are typed by the code
      case 'OPTIONS_INVALID':
        return error.details.problems.map(({ path: option, reason }) => `${option}: ${reason}`).join('; ');
      default:
        return error.retry === 'after-delay' ? 'again later' : `${error.message}. ${error.hint}`;
    }
  }
}
// #endregion
const night = await nightly();

company.write(rows.map((row) => (row.startsWith('W2') ? row.replace('Active', 'Terminated') : row)));
const refused = { system: 'okta', verb: 'disable user', fact: 'the credential is refused', details: {} };
org.fail('users.disable', 'every', { kind: 'before', error: new TenureError('CONNECTOR_UNAUTHENTICATED', refused) });
// #region outcomes
const attention: string[] = [];
const { run } = await lifecycle.sync();
for await (const { change, outcome, code, because = '' } of run.changes()) {
  const notDone = outcome === 'failed' || outcome === 'unknown' || because.startsWith('NOT CUT');
  if (notDone) attention.push(`${change.id}: ${outcome}, ${code ?? 'no code'}: ${because}`);
}
// #endregion

rmSync(employees);
const withoutFile = await nightly();

await lifecycle.close();

const copy = sqliteStore(join(folder, 'backup.db'));
const restored = await copy.count('acme', 'employee');
await copy.close();
company.end();
rmSync(folder, { recursive: true });

export const outputs: Readonly<Record<string, string>> = {
  mode,
  second,
  restored: `${restored} employees`,
  night,
  withoutFile,
  outcomes: attention.join('\n'),
  rules: `${storeRules.length} rules, ${storeRules.filter(({ needs }) => needs === 'durable').length} of them for stores on a disk`,
};
