// Where this backend keeps what belongs to a customer: a table of its own. A real one puts the token where secrets are kept.
import { DatabaseSync } from 'node:sqlite';

export interface CustomerAccount {
  readonly customer: string;
  readonly accountToken: string;
  readonly linkedAccountId: string;
  readonly system: string;
}

export interface Accounts {
  put(account: CustomerAccount): void;
  get(customer: string): CustomerAccount | undefined;
  all(): readonly CustomerAccount[];
  remove(customer: string): void;
  close(): void;
}

export function openAccounts(path: string): Accounts {
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE IF NOT EXISTS account (customer TEXT PRIMARY KEY, accountToken TEXT, linkedAccountId TEXT, system TEXT)');
  const put = database.prepare('INSERT OR REPLACE INTO account VALUES (?, ?, ?, ?)');
  const get = database.prepare('SELECT * FROM account WHERE customer = ?');
  const all = database.prepare('SELECT * FROM account ORDER BY customer');
  const remove = database.prepare('DELETE FROM account WHERE customer = ?');
  const read = (row: unknown): CustomerAccount => row as CustomerAccount;
  return {
    put: ({ customer, accountToken, linkedAccountId, system }) => void put.run(customer, accountToken, linkedAccountId, system),
    get: (customer) => {
      const row = get.get(customer);
      return row === undefined ? undefined : read(row);
    },
    all: () => all.all().map(read),
    remove: (customer) => void remove.run(customer),
    close: () => database.close(),
  };
}
