// Every request to GitHub, and every answer of its model, held against the document that GitHub publishes of its interface.
import { readFileSync } from 'node:fs';
import { manualClock, testContext } from '@tenure/core/testing';
import { startGitHubServer } from '@tenure/simulators/native';
import { expect, test } from 'vitest';
import { github } from '../../src/index.ts';
import { loginOf } from './github.ts';

interface Shape {
  readonly required?: readonly string[];
  readonly items?: Shape;
}
interface Operation {
  readonly query: readonly string[];
  readonly body?: Readonly<Record<string, { readonly type: string; readonly enum?: readonly string[] }>>;
  readonly answers?: Readonly<Record<string, Shape>>;
  readonly statuses: readonly string[];
}

const { operations } = JSON.parse(readFileSync(new URL('../rfc/github-rest-openapi.json', import.meta.url), 'utf8')) as {
  readonly operations: Readonly<Record<string, Operation>>;
};

function operationOf(method: string, pathname: string): [string, Operation] {
  const found = Object.entries(operations).find(([name]) => {
    const [verb, path = ''] = name.split(' ');
    return verb === method && new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname);
  });
  if (found === undefined) throw new Error(`GitHub documents no ${method} ${pathname}`);
  return found;
}

/** What is missing in an answer, by the document. */
function missingIn(body: unknown, shape: Shape | undefined): readonly string[] {
  if (shape?.items !== undefined) return (body as readonly unknown[]).flatMap((item) => missingIn(item, shape.items));
  return (shape?.required ?? []).filter((name) => !(name in (body as object)));
}

const typed = (value: unknown, type: string): boolean => (type === 'integer' ? Number.isInteger(value) : typeof value === type);

/** What of a body is not as declared. */
function strangeIn(sent: Readonly<Record<string, unknown>>, declared: NonNullable<Operation['body']>): readonly string[] {
  return Object.entries(sent).flatMap(([name, value]) => {
    const property = declared[name];
    if (property === undefined || !typed(value, property.type)) return [`body ${name}`];
    return property.enum?.includes(String(value)) === false ? [`body ${name}: ${value}`] : [];
  });
}

test('every verb asks only what GitHub documents, and the model answers as documented', async () => {
  const clock = manualClock(Date.parse('2026-11-23T12:00:00Z'));
  const server = await startGitHubServer({ now: clock.now });
  const used = new Set<string>();
  const differences: string[] = [];
  const recording: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    const [name, operation] = operationOf(request.method, pathname);
    used.add(name);
    const text = await request.clone().text();
    const response = await fetch(request);
    const shape = operation.answers?.[String(response.status)];
    const missing = shape === undefined ? [] : missingIn(await response.clone().json(), shape);
    const documented = [...operation.statuses, '401', '404'].includes(String(response.status));
    differences.push(
      ...[...searchParams.keys()].filter((parameter) => !operation.query.includes(parameter)).map((one) => `${name}: query ${one}`),
      ...(text === '' || operation.body === undefined ? [] : strangeIn(JSON.parse(text), operation.body)).map((one) => `${name}: ${one}`),
      ...missing.map((one) => `${name}: answer without ${one}`),
      ...(documented ? [] : [`${name}: status ${response.status}`]),
      ...(request.headers.get('accept') === 'application/vnd.github+json' ? [] : [`${name}: accept`]),
      ...(request.headers.has('x-github-api-version') ? [] : [`${name}: version`]),
    );
    return response;
  };
  try {
    const { accounts, check } = github({
      ...{ organization: 'acme', baseUrl: server.url, ...server.app, loginOf: loginOf(server) },
      http: { maxRetries: 0, fetch: recording },
    });
    const context = testContext({ clock });
    const boss = server.backend.person('boss', 'boss@example.com');
    server.backend.join(boss.id, 'admin');
    server.backend.person('ada', 'ada@example.com');
    const invited = await accounts.create({ profile: { email: 'new@example.com' } }, context);
    const known = await accounts.create({ profile: { email: 'ada@example.com' } }, context);
    await accounts.find({ email: 'ada@example.com' }, context);
    for (const cursor of [undefined, 'member', 'invited']) await accounts.list?.({ limit: 10, cursor }, context);
    await check(context);
    await accounts.get?.({ accountId: 'invitation-1' }, context);
    await accounts.delete?.({ accountId: invited.account.id }, context);
    await accounts.delete?.({ accountId: known.account.id }, context);
  } finally {
    await server.close();
  }
  expect([...new Set(differences)]).toEqual([]);
  expect([...used].sort()).toEqual(Object.keys(operations).sort());
});
