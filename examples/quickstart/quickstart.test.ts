import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMergeServer } from '@tenure/simulators/merge';
import { expect, onTestFinished, test } from 'vitest';
import { readArguments } from './arguments.ts';
import { firstMorning } from './company.ts';
import { runProgram } from './run.ts';
import { onStage, type Stage } from './stage.ts';
import { sampleCompany } from './story/sample-company.ts';
import { createTerminal } from './terminal.ts';

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tenure-quickstart-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  return folder;
}

const sampleColumns = async (names: readonly string[]): Promise<string[]> => {
  const lines = (await readFile(new URL('./data/employees-next-day.csv', import.meta.url), 'utf8')).trim().split('\n');
  const header = lines[0]?.split(',') ?? [];
  return lines.slice(1).flatMap((line) => names.map((name) => line.split(',')[header.indexOf(name)] ?? ''));
};

/** What Merge calls the people of the sample company: the same in every run. */
async function idsAtMerge(): Promise<(workerId: string) => string> {
  const server = await startMergeServer();
  await server.close();
  return (workerId) => server.account.idOf('employees', workerId);
}

/** At the end the servers hold what policy wants, and nobody whom HR does not know was touched. */
function expectServers(stage: Stage): void {
  const { okta, chat, code: codeApp, books } = stage.systems;
  const user = (name: string) => okta.backend.userByLogin(`${name}@example.com`);
  const isOn = (app: typeof chat, name: string) => app.server.users().find(({ userName }) => userName === `${name}@example.com`)?.active;
  for (const leaver of ['mateo.villasenor', 'roland.thackeray', 'harriet.colebrook']) expect(user(leaver)?.status).toBe('DEPROVISIONED');
  expect(isOn(chat, 'mateo.villasenor')).toBe(false);
  expect(isOn(codeApp, 'mateo.villasenor')).toBe(true);
  expect(isOn(books, 'rosalind.peake')).toBe(false);
  expect(isOn(books, 'outside.auditor')).toBe(true);
  const robot = user('backup.robot')?.id ?? '';
  expect(okta.requests().filter(({ method, path }) => method !== 'GET' && path.includes(robot))).toEqual([]);
  expect(user('backup.robot')?.status).toBe('ACTIVE');
  expect(user('svenja.albers')?.status).toBe('ACTIVE');
  expect(user('clara.whitmore')).toBeUndefined();
  expect(user('clara.ferreira-whitmore')?.status).toBe('ACTIVE');
  expect(user('everett.langford')?.status).toBe('PROVISIONED');
  expect(user('pascal.bruckner')).toBeUndefined();
  const sales = okta.backend.groups().find(({ name }) => name === 'Sales-App-Access');
  expect(okta.backend.membersOf(sales?.id ?? '')).toContain(user('kwame.asante')?.id);
  expect(books.server.users()).toHaveLength(5);
}

test('the story is told whole, says that nobody was lost, writes a report without a value of HR, and leaves the servers as policy wants them', async () => {
  const out = await freshFolder();
  const id = await idsAtMerge();
  let output = '';
  const terminal = createTerminal({ write: (text) => (output += text) }, {});
  const code = await onStage({ terminal, out, signal: new AbortController().signal, from: firstMorning }, async (stage) => {
    const ended = await sampleCompany(stage);
    expectServers(stage);
    return ended;
  });
  expect(code).toBe(0);
  expect(output).not.toContain('\u001b');
  for (const sentence of [
    'HR names 241 people in 12 departments.',
    '4 at books and 6 at okta wait for a person.',
    '2 people among them left this company weeks ago and could still sign in.',
    'Nobody lost access: absence alone is never a leaver.',
    '122 people are left of this',
    'Employee: the sync is PARTIALLY_SYNCED',
    `came back         ${id('W2140')}`,
    `${id('W2111')} from Customer Support to Sales`,
    `leave ended       ${id('W2050')}`,
    `left              ${id('W2080')}; ${id('W2130')}`,
    'Held back by policy: 1 × account.disable in code, because policy create-only never removes.',
    'okta user                   ACTIVE → DEPROVISIONED',
    'okta sessions               1 → 0',
    'chat account                on → off',
    'code account                on → on',
    '23 people would be treated differently.',
  ]) {
    expect(output).toContain(sentence);
  }
  expect(output.match(/Planned again: Nothing to do now; \d+ cases wait for a person or a fact\./g)).toHaveLength(2);
  expect(output.split('\n').filter((line) => line.length > 100)).toEqual([]);

  const report = await readFile(join(out, 'report.html'), 'utf8');
  expect(report).toContain(`<td>${id('W2080')} <b>MV</b></td>`);
  const values = await sampleColumns(['Primary Work Email', 'Home Email', 'Legal Last Name', 'Primary Work Phone', 'Address Line 1']);
  const text = report.replace(/<style>.*?<\/style>|<script>.*?<\/script>/gs, '').replace(/<[^>]+>/g, '\n');
  const words = new Set(text.split(/[\s,;()]+/));
  expect(
    values.filter((value) => value.length > 3 && (value.includes(' ') || value.includes('@') ? text.includes(value) : words.has(value))),
  ).toEqual([]);
}, 60_000);

const ownFile = `Personnel No;First Name;Last Name;Email;Department;Status;Start Date
1;Ann;<script>alert(1)</script>;ann@corp.example;Research;Active;31.01.2019
2;Bob;Baker;bob@corp.example;Sales;Active;15.03.2020
3;Cy;Cole;;Sales;Active;15.03.2021
4;Dee;Dorn;dee@corp.example;Sales;Terminated;15.03.2021
`;

test('an export of your own is read, planned, applied to the simulated systems and reported', async () => {
  const out = await freshFolder();
  await writeFile(join(out, 'mine.csv'), ownFile);
  const { code, output, errors } = await runProgram('./main.ts', [
    '--employees',
    join(out, 'mine.csv'),
    '--column',
    'id=Personnel No',
    '--out',
    out,
  ]);
  expect(errors).toBe('');
  expect(code).toBe(0);
  expect(output).toContain('Personnel No → id');
  expect(output).toContain('Each of the 2 departments gets a group of its own at the simulated Okta.');
  expect(output).toContain('person must wait: 3.');
  expect(output).toContain('okta: create (in Department Research)');
  expect(output).toContain('Planned again: Nothing to do now; 4 cases wait for a person or a fact.');
  expect(output).not.toContain('corp.example');
  const report = await readFile(join(out, 'report.html'), 'utf8');
  expect(report).toContain('<td>1 <b>A&lt;</b></td>');
  expect(report).not.toContain('corp.example');
});

test('an export whose columns are not recognised is explained and nothing is planned', async () => {
  const out = await freshFolder();
  await writeFile(join(out, 'mine.csv'), 'Badge,Nickname\n1,Ann\n');
  const { code, output } = await runProgram('./main.ts', ['--employees', join(out, 'mine.csv'), '--out', out]);
  expect(code).toBe(1);
  expect(output).toContain('Name a column that is not recognised by its header: --column id="Worker No"');
  expect(await readdir(out)).not.toContain('report.html');
});

test.each([
  [['--employes', 'x.csv'], "Unknown option '--employes'"],
  [['--employees', 'no-such-file.csv'], 'there is no file no-such-file.csv'],
  [['--departments', 'x.csv'], '--departments needs --employees'],
  [['--employees', fileURLToPath(import.meta.url), '--column', 'id'], '--column wants <field>=<header>'],
  [['extra'], "Unexpected argument 'extra'"],
])('%j is a mistake that is named', (given, because) => {
  expect(readArguments(given)).toEqual({ kind: 'mistake', because: expect.stringContaining(because) });
});

test('a mistake ends with one line that says what is wrong and how it is used', async () => {
  const { code, output, errors } = await runProgram('./main.ts', ['--employes', 'x.csv']);
  expect(code).toBe(2);
  expect(output).toBe('');
  expect(errors.trim().split('\n')).toEqual([expect.stringContaining('usage: pnpm start')]);
  expect(errors).toContain("Unknown option '--employes'");
});

test('Ctrl-C ends the run, closes the servers and the store', async () => {
  const out = await freshFolder();
  const { code, errors } = await runProgram('./main.ts', ['--out', out], { interruptAt: 'await lifecycle.approve' });
  expect(code).toBe(130);
  expect(errors).toBe('\nStopped. The servers are closed; what was written is on this machine only.\n');
  expect((await readdir(out)).filter((name) => name.endsWith('-wal'))).toEqual([]);
});
