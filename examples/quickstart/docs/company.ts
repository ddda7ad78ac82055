// The company of the guides: files in a folder of their own, an identity provider and two apps in memory, a clock that is moved by hand.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualClock, memoryApp, memoryIdentityProvider } from '@tenure/core/testing';

export const header = 'Worker ID,First Name,Last Name,Email,Department,Title,Phone,Status,Hire Date,Last Day';

export const rows: readonly string[] = [
  'W1,Ada,Berg,ada@example.com,Engineering,Engineer,555 0101,Active,2019-03-04,',
  'W2,Ben,Cole,ben@example.com,Engineering,Engineer,,Active,2020-09-01,',
  'W3,Cleo,Diaz,cleo@example.com,Sales,Account Manager,555 0103,Active,2021-01-11,',
  'W4,Dev,Egan,dev@example.com,Sales,Account Manager,,Active,2022-05-02,2026-11-30',
  'W5,Eve,Fox,,Sales,Assistant,,Active,2024-02-05,',
  'W6,Finn,Gray,finn@example.com,Finance,Controller,,Active,2018-08-13,',
  'W7,Gus,Hale,gus@example.com,Finance,Accountant,,Active,2026-11-30,',
  'W8,Hana,Ito,hana@example.com,Engineering,Manager,,Active,2017-06-06,',
];

/** Two accounts exist before the first plan: one of Finn's, and one of Hana's that is an administrator's. */
export function startCompany() {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-docs-'));
  const { provider: okta, backend: org } = memoryIdentityProvider({ id: 'okta' });
  const { app: chat, backend: chatBackend } = memoryApp({ id: 'chat' });
  const { app: code, backend: codeBackend } = memoryApp({ id: 'code' });
  for (const name of ['Sales-Access', 'Engineering-Core', 'Finance-Secure']) org.addGroup(name, { id: name.toLowerCase() });
  org.addUser({ userName: 'finn@example.com', email: 'finn@example.com' }, { id: 'user-finn' });
  org.addUser({ userName: 'hana@example.com', email: 'hana@example.com' }, { id: 'user-hana', protectedBecause: 'an administrator' });
  const hands = manualClock(Date.parse('2026-11-23T09:00:00Z'));
  const clock = { now: hands.now, sleep: async (milliseconds: number): Promise<void> => hands.advance(milliseconds) };
  const write = (lines: readonly string[]): void => writeFileSync(join(folder, 'employees.csv'), `${[header, ...lines].join('\n')}\n`);
  write(rows);
  return {
    employees: join(folder, 'employees.csv'),
    /** Writes the export of another day. */
    write,
    okta,
    chat,
    code,
    org,
    chatBackend,
    codeBackend,
    clock,
    advanceDays: (days: number): void => hands.advance(days * 86_400_000),
    end: (): void => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Plan hashes differ from store to store, because every store has a key of its own. */
export function masked(text: string): string {
  return text.replace(/\b(Plan |approve )[\w-]{12}/g, '$1q3kV0c1mTz8a').trimEnd();
}
