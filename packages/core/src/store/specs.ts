// The collections as data, from which each store makes its tables.
import type { Collections } from './collections.ts';

export type ColumnKind = 'text' | 'integer' | 'boolean' | 'json';

interface IndexSpec<Column> {
  readonly columns: readonly Column[];
  /** Rows whose first indexed column is null are left out of the index. */
  readonly sparse?: boolean;
}

export interface CollectionSpec<R> {
  readonly key: readonly (keyof R & string)[];
  readonly columns: { readonly [Column in keyof R]-?: ColumnKind };
  /** Columns that may hold null. */
  readonly nullable?: readonly (keyof R & string)[];
  /** Columns that are encrypted where the lifecycle is given keys: what HR and others said about people. Never in a key or index. */
  readonly sealed?: readonly (keyof R & string)[];
  /** Columns of the row that an encrypted value belongs to. Default its key; something else where the store gives the key. */
  readonly boundTo?: readonly (keyof R & string)[];
  readonly indexes?: Readonly<Record<string, IndexSpec<keyof R & string>>>;
}

/** The version of the shapes above. A store with a higher one is refused untouched. */
export const storeVersion = 1;

export const collectionSpecs: { readonly [Name in keyof Collections]: CollectionSpec<Collections[Name]> } = {
  setting: { key: ['name'], columns: { name: 'text', value: 'json' } },
  department: { key: ['id'], columns: { id: 'text', hash: 'text', value: 'json', removedAt: 'integer' }, nullable: ['removedAt'] },
  employee: {
    key: ['id'],
    columns: {
      id: 'text',
      seq: 'integer',
      rowHash: 'text',
      plain: 'boolean',
      person: 'text',
      phase: 'text',
      settled: 'text',
      missingSince: 'integer',
      dueAt: 'integer',
      activation: 'text',
    },
    nullable: ['settled', 'missingSince', 'dueAt', 'activation'],
    indexes: { due: { columns: ['dueAt'], sparse: true }, missing: { columns: ['missingSince'], sparse: true } },
  },
  record: { sealed: ['value'], key: ['seq'], columns: { seq: 'integer', id: 'text', value: 'json' } },
  staged: {
    sealed: ['value'],
    key: ['run', 'id'],
    columns: { run: 'integer', id: 'text', rowHash: 'text', withheld: 'json', known: 'boolean', value: 'json' },
  },
  identity: { key: ['hash'], columns: { hash: 'text', person: 'text' } },
  person: { key: ['id'], columns: { id: 'text', employees: 'json' } },
  standing: {
    sealed: ['address', 'addressFrom'],
    key: ['person'],
    columns: { person: 'text', losing: 'json', address: 'text', addressFrom: 'text', returning: 'boolean' },
    nullable: ['address', 'addressFrom'],
  },
  exception: {
    key: ['person', 'target'],
    columns: {
      person: 'text',
      target: 'text',
      kind: 'text',
      by: 'text',
      reason: 'text',
      at: 'integer',
      until: 'integer',
      untilMoveFrom: 'text',
    },
    nullable: ['until', 'untilMoveFrom'],
    sealed: ['reason'],
  },
  activation: { key: ['person'], columns: { person: 'text', managed: 'boolean', by: 'text', at: 'integer' } },
  recheck: { key: ['person'], columns: { person: 'text' } },
  account: {
    key: ['target', 'person'],
    columns: {
      target: 'text',
      person: 'text',
      accountId: 'text',
      state: 'text',
      provenance: 'text',
      since: 'integer',
      wrote: 'json',
      groups: 'json',
      disabledAt: 'integer',
      offBy: 'text',
      staged: 'boolean',
      awaits: 'text',
    },
    nullable: ['disabledAt', 'offBy', 'awaits'],
    indexes: {
      account: { columns: ['target', 'accountId'] },
      state: { columns: ['target', 'state'] },
      awaits: { columns: ['awaits'], sparse: true },
      person: { columns: ['person'] },
    },
  },
  turn: { key: ['person', 'target'], columns: { person: 'text', target: 'text', offs: 'json', renames: 'json' } },
  candidate: { key: ['target', 'hash'], columns: { target: 'text', hash: 'text', accounts: 'json' } },
  inventory: {
    key: ['target', 'accountId'],
    columns: {
      target: 'text',
      accountId: 'text',
      reading: 'integer',
      state: 'text',
      protectedBecause: 'text',
      externalId: 'text',
      keys: 'json',
      identities: 'json',
      names: 'json',
      attributes: 'json',
    },
    nullable: ['protectedBecause', 'externalId'],
  },
  claim: { key: ['target', 'accountId', 'person'], columns: { target: 'text', accountId: 'text', person: 'text' } },
  protection: { sealed: ['because'], key: ['id'], columns: { id: 'text', because: 'text', by: 'text', at: 'integer' }, nullable: ['by'] },
  openAccess: { key: ['person', 'target'], columns: { person: 'text', target: 'text', accountId: 'text', since: 'integer' } },
  member: { key: ['target', 'accountId', 'groupId'], columns: { target: 'text', accountId: 'text', groupId: 'text' } },
  drift: { sealed: ['value'], key: ['target', 'accountId'], columns: { target: 'text', accountId: 'text', value: 'json' } },
  plan: {
    sealed: ['header'],
    key: ['hash'],
    columns: { hash: 'text', build: 'text', createdAt: 'integer', expiresAt: 'integer', state: 'text', counted: 'json', header: 'json' },
    indexes: { state: { columns: ['state', 'createdAt'] } },
  },
  planPart: { sealed: ['changes'], key: ['build', 'person'], columns: { build: 'text', person: 'text', changes: 'json' } },
  heldPart: {
    key: ['hash'],
    columns: {
      hash: 'text',
      target: 'text',
      class: 'text',
      people: 'integer',
      wanted: 'integer',
      limit: 'integer',
      because: 'text',
      heldAt: 'integer',
      expiresAt: 'integer',
      state: 'text',
    },
  },
  heldChange: {
    sealed: ['change'],
    key: ['id', 'payloadHash'],
    columns: { id: 'text', payloadHash: 'text', part: 'text', person: 'text', change: 'json' },
    indexes: { part: { columns: ['part', 'person'] }, person: { columns: ['person'] } },
  },
  passed: {
    key: ['target', 'class', 'person'],
    columns: { target: 'text', class: 'text', person: 'text', at: 'integer' },
    indexes: { age: { columns: ['target', 'class', 'at'] }, person: { columns: ['person'] } },
  },
  approval: { key: ['hash'], columns: { hash: 'text', by: 'text', until: 'integer', usedAt: 'integer' }, nullable: ['usedAt'] },
  task: {
    sealed: ['change'],
    key: ['id'],
    columns: {
      id: 'text',
      run: 'text',
      plan: 'text',
      person: 'text',
      target: 'text',
      change: 'json',
      state: 'text',
      priority: 'integer',
      position: 'integer',
      attempts: 'integer',
      blind: 'boolean',
      notBefore: 'integer',
      after: 'text',
      leads: 'boolean',
      counted: 'boolean',
      outcome: 'json',
    },
    nullable: ['after', 'outcome'],
    indexes: {
      ready: { columns: ['target', 'state', 'priority', 'position'] },
      run: { columns: ['run', 'position'] },
      after: { columns: ['after'], sparse: true },
      person: { columns: ['person', 'target'] },
    },
  },
  failure: {
    sealed: ['change'],
    key: ['id'],
    columns: {
      id: 'text',
      person: 'text',
      change: 'json',
      payloadHash: 'text',
      run: 'text',
      runs: 'integer',
      since: 'integer',
      code: 'text',
      because: 'text',
      dead: 'boolean',
    },
    nullable: ['code'],
    indexes: { person: { columns: ['person'] } },
  },
  journal: {
    key: ['seq'],
    columns: { seq: 'integer', task: 'text', run: 'text', step: 'text', at: 'integer', data: 'json' },
    indexes: { task: { columns: ['task', 'seq'] } },
  },
  inbox: {
    key: ['seq'],
    columns: { seq: 'integer', kind: 'text', at: 'integer', data: 'json', state: 'text' },
    indexes: { state: { columns: ['state', 'seq'] } },
  },
  heard: { key: ['id'], columns: { id: 'text', at: 'integer' }, indexes: { age: { columns: ['at'] } } },
  recall: { key: ['employee', 'at'], columns: { employee: 'text', at: 'integer' }, indexes: { due: { columns: ['at'] } } },
  lease: { key: ['name'], columns: { name: 'text', owner: 'text', until: 'integer', fence: 'integer' } },
  event: {
    sealed: ['value'],
    boundTo: ['subject', 'at'],
    key: ['seq'],
    columns: { seq: 'integer', subject: 'text', at: 'integer', value: 'json' },
    indexes: { subject: { columns: ['subject', 'seq'] } },
  },
  manualTask: {
    key: ['target', 'person', 'kind'],
    columns: {
      target: 'text',
      person: 'text',
      kind: 'text',
      owner: 'text',
      what: 'text',
      openedAt: 'integer',
      state: 'text',
      closedAt: 'integer',
      closedBy: 'text',
    },
    nullable: ['closedAt', 'closedBy'],
    indexes: { open: { columns: ['state', 'kind', 'target', 'openedAt'] } },
  },
  delivery: {
    key: ['handler', 'event'],
    columns: { handler: 'text', event: 'integer', attempts: 'integer', notBefore: 'integer', because: 'text' },
    indexes: { due: { columns: ['handler', 'notBefore'] } },
  },
  run: {
    key: ['id'],
    columns: { id: 'text', plan: 'text', startedAt: 'integer', endedAt: 'integer', report: 'json' },
    nullable: ['endedAt'],
    indexes: { started: { columns: ['startedAt'] } },
  },
  question: {
    sealed: ['value'],
    key: ['id'],
    columns: { id: 'text', kind: 'text', subject: 'text', target: 'text', state: 'text', askedAt: 'integer', value: 'json' },
    nullable: ['target'],
    indexes: { state: { columns: ['state', 'askedAt'] }, subject: { columns: ['subject'] } },
  },
  audit: {
    sealed: ['detail'],
    key: ['seq'],
    columns: {
      seq: 'integer',
      at: 'integer',
      kind: 'text',
      subject: 'text',
      facts: 'json',
      detail: 'json',
      commitment: 'text',
      hash: 'text',
    },
    nullable: ['subject', 'detail', 'commitment'],
    indexes: { at: { columns: ['at'] }, subject: { columns: ['subject'], sparse: true } },
  },
  subject: { sealed: ['salt'], key: ['person'], columns: { person: 'text', subject: 'text', salt: 'text' } },
  tombstone: { key: ['hash'], columns: { hash: 'text', at: 'integer' } },
};
