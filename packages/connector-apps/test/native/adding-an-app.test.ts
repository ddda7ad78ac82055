// Adding an app to a project is three lines, and several apps with policies of their own do not get into each other's way.
import { createLifecycle, everyone, inDepartment, memoryStore } from '@tenure/core';
import { manualClock, memorySource } from '@tenure/core/testing';
import { startBoxServer, startDropboxServer, startZendeskServer } from '@tenure/simulators/native';
import { expect, test } from 'vitest';
import { box } from '../../src/native/box/index.ts';
import { dropbox } from '../../src/native/dropbox/index.ts';
import { zendesk } from '../../src/native/zendesk/index.ts';
import { departments, worker, workers } from '../company.ts';
import { left } from '../lifecycle-promises.ts';
import { optionsFor as boxOptions } from './box.ts';
import { optionsFor as dropboxOptions } from './dropbox.ts';
import { optionsFor as zendeskOptions } from './zendesk.ts';

/** Nothing here is about guards: with three people every change is a large share. */
const guards = { create: { floor: 9, share: 1 }, disable: { floor: 9, share: 1 } };

test('three apps with three policies each get exactly their people', async () => {
  const clock = { ...manualClock(Date.parse('2026-11-23T12:00:00Z')), sleep: async (milliseconds: number) => clock.advance(milliseconds) };
  const [files, content, support] = await Promise.all([
    startDropboxServer({ now: clock.now, switches: { newMembers: 'active' } }),
    startBoxServer({ now: clock.now }),
    startZendeskServer({ now: clock.now }),
  ]);
  const { source, backend: hr } = memorySource({ id: 'hr' });
  hr.setDepartments(departments);
  hr.setEmployees([...workers(2), worker(3, { departmentId: 'd-eng' })]);
  // Somebody makes Box accounts by hand: it is only told about leavers.
  content.backend.seed({ login: 'person1@example.com' });

  const lifecycle = createLifecycle({
    ...{ timeZone: 'Europe/London', source, store: memoryStore(), clock, guards },
    apps: [
      { app: dropbox(dropboxOptions(files)), policy: 'both', for: everyone() },
      { app: box(boxOptions(content)), policy: 'delete-only', for: inDepartment('Sales') },
      { app: zendesk(zendeskOptions(support)), policy: 'create-only', for: inDepartment('Sales') },
    ],
  });
  try {
    await lifecycle.sync();
    hr.putEmployee(worker(1, left));
    await lifecycle.sync();
    expect(Object.fromEntries(files.backend.members().map(({ email, status }) => [email, status]))).toEqual({
      'person1@example.com': 'suspended',
      'person2@example.com': 'active',
      'person3@example.com': 'active',
    });
    expect(Object.fromEntries(support.backend.users().map(({ email, suspended }) => [email, suspended]))).toEqual({
      'person1@example.com': false,
      'person2@example.com': false,
    });
    // Made by hand and taken on by nobody yet: a person is asked, and Box is not written.
    expect(content.backend.users().map(({ status }) => status)).toEqual(['active']);
    expect(content.requests().filter(({ method, path }) => method !== 'GET' && !path.startsWith('/oauth2'))).toEqual([]);
  } finally {
    await lifecycle.close();
    await Promise.all([files, content, support].map((server) => server.close()));
  }
});
