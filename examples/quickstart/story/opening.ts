// The systems introduce themselves.
import type { Stage } from '../stage.ts';

/** `feed`: where the people come from. */
export function introduce(
  { terminal, systems }: Stage,
  feed: 'merge' | 'file',
  appLines: Readonly<Record<'chat' | 'code' | 'books', string>>,
): void {
  const { merge, okta, chat, code, books } = systems;
  terminal.heading('Tenure: from HR facts to accounts');
  const people = feed === 'file' ? 'your export' : 'a simulated HR system through a simulated Merge';
  terminal.say(
    `Everything here is real but the servers: the library reads ${people}, decides, and writes over HTTP to a simulated Okta org and three simulated apps on this machine. Nothing leaves it.`,
  );
  const accounts = (count: number): string => (count === 1 ? '1 account' : `${count} accounts`);
  terminal.list([
    ...(feed === 'file'
      ? []
      : [
          `merge  ${merge.url}  ${accounts(merge.account.hr.all('employees').size).replace('account', 'record')}; the way to the HR system`,
        ]),
    `okta   ${okta.url}  ${accounts(okta.backend.users().length)}; the identity provider`,
    ...(['chat', 'code', 'books'] as const).map((name) => {
      const { server } = { chat, code, books }[name];
      return `${name.padEnd(5)}  ${new URL(server.url).origin}  ${accounts(server.users().length)}; ${appLines[name]}`;
    }),
  ]);
}
