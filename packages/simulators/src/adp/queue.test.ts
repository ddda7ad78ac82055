import { expect, test } from 'vitest';
import { type Asking, startAsking } from './asking.ts';

const path = '/core/v1/event-notification-messages';
const longPoll = { headers: { prefer: '/adp/long-polling' } };

interface Message {
  readonly id: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly event: Readonly<Record<string, unknown>>;
}

async function head(asking: Asking): Promise<Message | undefined> {
  const { status, headers, body } = await asking.ask(path);
  if (status === 204) return undefined;
  const [event] = body['events'] as readonly { eventNameCode: { codeValue: string }; data: Message['data'] }[];
  return {
    id: headers.get('adp-msg-msgid') ?? '',
    name: event?.eventNameCode.codeValue ?? '',
    data: event?.data ?? {},
    event: { ...event },
  };
}

/** Takes everything out of the queue. */
async function drain(asking: Asking): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for (let message = await head(asking); message !== undefined; message = await head(asking)) {
    messages.push(message);
    await asking.ask(`${path}/${encodeURIComponent(message.id)}`, { method: 'DELETE' });
  }
  return messages;
}

test('the same message comes until it is deleted; deleting answers it, a second time 404', async () => {
  await using asking = await startAsking();
  const { hr, queue } = asking.server.subscriber;
  const id = hr.hire({});
  hr.terminate(id);
  const [first, again] = [await head(asking), await head(asking)];
  expect([first?.name, again?.id]).toEqual(['worker.hire', first?.id]);
  expect(first?.id).toMatch(/^0x_[0-9a-f]+$/);
  const deleted = await asking.ask(`${path}/${first?.id}`, { method: 'DELETE' });
  expect(deleted).toMatchObject({ status: 200, body: { events: [{ eventNameCode: { codeValue: 'worker.hire' } }] } });
  expect((await asking.ask(`${path}/${first?.id}`, { method: 'DELETE' })).status).toBe(404);
  expect((await head(asking))?.name).toBe('worker.terminate');
  expect(queue.messages().length).toBe(1);
});

test('an empty queue is 204, by switch 404', async () => {
  for (const emptyQueue of [204, 404] as const) {
    await using asking = await startAsking({ switches: { emptyQueue } });
    expect((await asking.ask(path)).status).toBe(emptyQueue);
  }
});

test('a long poll ends with a message, or with nothing after 15 seconds of the clock', async () => {
  await using asking = await startAsking();
  const { clock, subscriber } = asking.server;
  const polled = asking.ask(path, longPoll);
  subscriber.hr.hire({});
  expect((await polled).status).toBe(200);
  await drain(asking);
  // The call is waiting by the time the next turn of the event loop comes.
  asking.server.fail({ path, effect: { kind: 'meanwhile', does: () => setImmediate(() => clock.advance(15_000)) } });
  expect((await asking.ask(path, longPoll)).status).toBe(204);
});

test('a long poll ends in reality too, and leaves nothing behind when the client goes', async () => {
  await using asking = await startAsking({ longPollMs: 20 });
  expect((await asking.ask(path, longPoll)).status).toBe(204);
  await using patient = await startAsking();
  const gone = new AbortController();
  patient.server.fail({ path, effect: { kind: 'meanwhile', does: () => setImmediate(() => gone.abort()) } });
  await expect(patient.ask(path, { ...longPoll, signal: gone.signal })).rejects.toThrow();
  await expect.poll(() => patient.server.requests().at(-1)?.status).toBe(0);
});

test('every act is announced, with the subject in the place of its event, and the administrator as actor', async () => {
  await using asking = await startAsking();
  const { hr } = asking.server.subscriber;
  const id = hr.hire({ givenName: 'Ada', jobTitle: 'Clerk', workEmail: 'a@company.example' });
  hr.leave(id);
  hr.comeBack(id);
  hr.changeJob(id, { department: { code: '02', name: 'Sales' } });
  hr.changeJob(id, { reportsTo: 'G3SOMEBODY' });
  hr.changeJob(id, { jobTitle: 'Lead' });
  hr.change(id, { familyName: 'Byron' });
  hr.change(id, { workEmail: undefined });
  hr.change(id, { workEmail: 'b@company.example' });
  hr.addJob(id);
  hr.terminate(id, { on: '2026-08-20' });
  hr.cancelTermination(id);
  hr.terminate(id, { as: 'deceased' });
  hr.rehire(id);
  const messages = await drain(asking);
  expect(messages.map(({ name }) => name)).toEqual([
    ...['worker.hire', 'worker.on-leave', 'worker.leave.return', 'worker.home-organizational-units.modify', 'worker.reports-to.modify'],
    ...['worker.work-assignment.modify', 'worker.legal-name.change', 'worker.business-communication.email.remove'],
    ...[
      'worker.business-communication.email.add',
      'worker.work-assignment.modify',
      'worker.terminate',
      'workerTermination.cancel',
      'worker.deceased',
      'worker.rehire',
    ],
  ]);
  const of = (index: number) => messages[index]?.data;
  expect(of(0)).toEqual({
    output: { worker: expect.objectContaining({ associateOID: id, workAssignment: expect.objectContaining({ jobTitle: 'Clerk' }) }) },
  });
  expect(of(1)).toMatchObject({
    eventContext: { worker: { associateOID: id } },
    output: { worker: { workerStatus: { statusCode: { codeValue: 'L' } } } },
  });
  expect(of(3)).toMatchObject({
    output: { worker: { workAssignment: { homeOrganizationalUnits: [{ typeCode: { codeValue: 'HomeDepartment' } }] } } },
  });
  expect(of(4)).toEqual({ eventContext: { associateOID: id }, output: {} });
  expect(of(12)).toMatchObject({ output: { worker: { workerStatus: { statusCode: { codeValue: 'D' } } } } });
  expect(messages[10]?.event).toMatchObject({
    actor: { associateOID: 'G3ADMINISTRATOR1' },
    recordDateTime: '2026-08-03T16:00:00.000+0000',
    effectiveDateTime: '2026-08-20T04:00:00.000+0000',
  });
});

test('a transfer begins like a departure', async () => {
  await using asking = await startAsking();
  const { hr } = asking.server.subscriber;
  const [id] = hr.bulkLoad([{}]);
  hr.transfer(id ?? '', { payrollGroup: '8AB' });
  const names = (await drain(asking)).map(({ name }) => name);
  expect(names).toEqual(['worker.terminate', 'worker.work-assignment.modify']);
  expect(hr.worker(id ?? '')?.status).toBe('active');
});

test('other products write names in camel case and offsets with Z', async () => {
  await using asking = await startAsking({ product: 'vantage' });
  const { hr } = asking.server.subscriber;
  const [id] = hr.bulkLoad([{}]);
  hr.change(id ?? '', { givenName: 'Ada' });
  expect(await drain(asking)).toMatchObject([{ name: 'worker.legalName.change', event: { recordDateTime: '2026-08-03T16:00:00.000Z' } }]);
});

test('what is not enabled, and what happens without consent, is never delivered', async () => {
  await using asking = await startAsking();
  const { subscriber } = asking.server;
  subscriber.enableEvent('worker.hire', false);
  const id = subscriber.hr.hire({});
  subscriber.setConsent('withdrawn');
  subscriber.hr.leave(id);
  subscriber.setConsent('given');
  expect(await drain(asking)).toEqual([]);
});

test('a change of the future is announced when it is recorded; again on its day by switch only', async () => {
  for (const [eventOnEffectiveDate, number] of [
    [false, 0],
    [true, 1],
  ] as const) {
    await using asking = await startAsking({ switches: { eventOnEffectiveDate }, tokenSeconds: 30 * 86_400 });
    const { clock, subscriber } = asking.server;
    const [id] = subscriber.hr.bulkLoad([{}]);
    subscriber.hr.terminate(id ?? '', { on: '2026-08-10' });
    expect((await drain(asking)).length).toBe(1);
    clock.moveTo('2026-08-11T12:00:00Z');
    expect((await drain(asking)).length).toBe(number);
  }
});

test('a message of any content can stand in the way', async () => {
  await using asking = await startAsking();
  const { queue } = asking.server.subscriber;
  const id = queue.post({ events: 'not a list' });
  const answer = await asking.ask(path);
  expect([answer.headers.get('adp-msg-msgid'), answer.text]).toEqual([id, '{"events":"not a list"}']);
});
