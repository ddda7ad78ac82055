// The HTTP side, as a small Hono application: connecting an HR system, webhooks, and the pages of an administrator.
import { mergeConnect } from '@tenure/connector-merge';
import { type ErrorCode, isTenureError, type Lifecycle } from '@tenure/core';
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { HTTPException } from 'hono/http-exception';
import type { Customers } from './customers.ts';
import type { Settings } from './settings.ts';

export function createApp(settings: Settings, customers: Customers): Hono {
  const app = new Hono();
  const { apiKey, baseUrl } = settings.merge;
  const connect = mergeConnect({ apiKey, baseUrl });
  const of = (customer: string): Lifecycle => {
    const lifecycle = customers.lifecycle(customer);
    if (lifecycle === undefined) throw new HTTPException(404, { message: 'this customer has no HR system connected' });
    return lifecycle;
  };

  // #region webhooks
  app.post('/hooks/:customer/:system', (c) => of(c.req.param('customer')).webhook(c.req.raw));
  // #endregion

  app.use('/customers/*', bearerAuth({ token: settings.adminToken }));

  // #region connect
  app.get('/customers/:customer/systems', async (c) => c.json(await connect.systems({ first: ['bamboohr', 'workday'] })));
  app.post('/customers/:customer/link-token', async (c) => {
    const { organisationName, emailAddress, system } = await c.req.json();
    const originId = c.req.param('customer');
    return c.json(await connect.createLinkToken({ originId, organisationName, emailAddress, system }));
  });
  app.post('/customers/:customer/connect', async (c) => {
    const { publicToken } = await c.req.json();
    const { accountToken, linkedAccountId, system } = await connect.exchangePublicToken(publicToken);
    await customers.connect({ customer: c.req.param('customer'), accountToken, linkedAccountId, system: system.name });
    return c.json({ system: system.name });
  });
  app.delete('/customers/:customer/connect', async (c) => {
    await customers.disconnect(c.req.param('customer'));
    return c.body(null, 204);
  });
  // #endregion

  app.get('/customers/:customer/connections', async (c) => c.json(await listed(of(c.req.param('customer')).connections())));
  app.get('/customers/:customer/plan', async (c) => c.text((await of(c.req.param('customer')).plan()).toMarkdown()));
  app.get('/customers/:customer/questions', async (c) => c.json(await listed(of(c.req.param('customer')).questions())));
  app.get('/customers/:customer/open-access', async (c) => c.json(await listed(of(c.req.param('customer')).openAccess())));
  app.get('/customers/:customer/people/:person', async (c) =>
    c.text(String(await of(c.req.param('customer')).explain(c.req.param('person')))),
  );
  app.get('/customers/:customer/held', async (c) => c.json(await listed(of(c.req.param('customer')).held())));
  // The watch does what was decided: nobody's browser waits for a whole company.
  app.post('/customers/:customer/held/:hash/approve', async (c) => {
    const { by } = await c.req.json();
    await of(c.req.param('customer')).approve(c.req.param('hash'), { by });
    return c.body(null, 204);
  });
  // Ids of questions hold slashes.
  app.post('/customers/:customer/answers', async (c) => {
    const { question, choice, by } = await c.req.json();
    await of(c.req.param('customer')).answer(question, choice, { by });
    return c.body(null, 204);
  });

  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    if (!isTenureError(error)) return c.json({ error: 'something went wrong' }, 500);
    return c.json({ error: error.message, code: error.code, hint: error.hint }, statusOf(error.code));
  });
  return app;
}

function statusOf(code: ErrorCode): 400 | 409 | 502 {
  if (code === 'OPTIONS_INVALID') return 400;
  return code === 'PLAN_STALE' ? 409 : 502;
}

async function listed<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
