// The public surface of @tenure/core/sqlite.
export { type InboxWriter, inboxWriter } from './inbox.ts';
export { type SqliteStoreOptions, sqliteStore } from './store.ts';
