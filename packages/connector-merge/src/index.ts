// Any HR system behind Merge, as the source of a Tenure lifecycle.
export type {
  ConnectCall,
  HrSystem,
  LinkedAccount,
  LinkedAccountState,
  LinkRequest,
  LinkToken,
  MergeConnect,
  MergeConnectOptions,
} from './connect.ts';
export { mergeConnect } from './connect.ts';
export type {
  JoinedModel,
  MergeClientOptions,
  MergeKeyOptions,
  MergeReadingOptions,
  MergeRegion,
  MergeSourceOptions,
  MergeWebhookOptions,
} from './options.ts';
export { mergeSource } from './source.ts';
export type { MergeClientLike } from './transport/client.ts';
