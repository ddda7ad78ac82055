// The public surface of @tenure/core/sqlite.
export type { InboxEntry, InboxKind } from '../../ask/inbox-entries.ts';
export { type InboxWriter, inboxWriter } from './inbox.ts';
export { type SqliteStoreOptions, sqliteStore } from './store.ts';
