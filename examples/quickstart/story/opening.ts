// The systems introduce themselves.
import type { Stage } from '../stage.ts';

export function introduce({ terminal, systems }: Stage, appLines: Readonly<Record<'chat' | 'code' | 'books', string>>): void {
  const { okta, chat, code, books } = systems;
  terminal.heading('Tenure: from an HR export to accounts');
  terminal.say(
    'Everything here is real but the servers: the library reads CSV files, decides, and writes over HTTP to a simulated Okta org and three simulated apps on this machine. Nothing leaves it.',
  );
  const accounts = (count: number): string => (count === 1 ? '1 account' : `${count} accounts`);
  terminal.list([
    `okta   ${okta.url}  ${accounts(okta.backend.users().length)}; the identity provider`,
    ...(['chat', 'code', 'books'] as const).map((name) => {
      const { server } = { chat, code, books }[name];
      return `${name.padEnd(5)}  ${new URL(server.url).origin}  ${accounts(server.users().length)}; ${appLines[name]}`;
    }),
  ]);
}
