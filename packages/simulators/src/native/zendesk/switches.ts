// Where Zendesk's documents leave a behaviour open, or accounts differ, the simulator has a switch. Clients must hold under every position.

export interface ZendeskSwitches {
  /** Reported that search lags; by how much is not. After how many milliseconds, on the clock, a search shows a change. Default 0. */
  readonly searchLagMs: number;
  /** Unconfirmed. Whether a look-up by `external_id` lags as a search does. Default `false`. */
  readonly externalIdLags: boolean;
  /** Unconfirmed. Whether an agent can be deleted without being made an end user first; else 422. Default `false`. */
  readonly agentsCanBeDeleted: boolean;
  /** Unconfirmed. Whether the address of a deleted user is free again. Default `true`. */
  readonly deletionFreesAddress: boolean;
  /** Unconfirmed. How a creation without a seat is refused. Default 422. */
  readonly seatsStatus: 403 | 422;
  /** Unconfirmed. Whether an ended user is shown by id (`active: false`) or is 404. Default `shown`. */
  readonly deletedById: 'shown' | 'not-found';
}

export const zendeskDefaults: ZendeskSwitches = {
  searchLagMs: 0,
  externalIdLags: false,
  agentsCanBeDeleted: false,
  deletionFreesAddress: true,
  seatsStatus: 422,
  deletedById: 'shown',
};
