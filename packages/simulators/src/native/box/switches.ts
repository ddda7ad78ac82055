// Where Box's documents leave a behaviour open, the simulator has a switch. Clients must hold under every position.

export interface BoxSwitches {
  /** Unconfirmed. How a creation beyond the licences is refused. Default 403. */
  readonly seatsStatus: 400 | 403;
  /** Reported. The status of a deletion while the user owns content. Default 400. */
  readonly contentStatus: 400 | 409;
  /** Unconfirmed. Whether `filter_term` finds a user by an e-mail alias too. Default `true`. */
  readonly findsByAlias: boolean;
  /** Documented for content; for how long is not. How long a moved folder still counts as owned, on the clock. Default 0. */
  readonly movingTakesMs: number;
}

export const boxDefaults: BoxSwitches = {
  seatsStatus: 403,
  contentStatus: 400,
  findsByAlias: true,
  movingTakesMs: 0,
};
