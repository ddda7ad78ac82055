// Where Atlassian's documents leave a behaviour open, or sites differ, the simulator has a switch. Clients must hold under every position.

export interface JiraSwitches {
  /** Differs by person and by site. What shows of an address: all, or nothing of whoever hides theirs. Default `by-person`. */
  readonly addresses: 'all' | 'by-person' | 'none';
  /** Unconfirmed. Whether a search matches an address that its owner hides. Default `true`. */
  readonly findsHidden: boolean;
  /** Documented for lists, unconfirmed by id. What is left of a removed user: a row that is not active, or nothing. Default `inactive`. */
  readonly removed: 'inactive' | 'nothing';
  /** Unconfirmed. How many users a page has at most, whatever is asked for. Default 1000. */
  readonly largestPage: number;
  /** Unconfirmed. How a creation without a licence is refused. Default 400. */
  readonly seatsStatus: 400 | 402 | 403;
}

export const jiraDefaults: JiraSwitches = {
  addresses: 'by-person',
  findsHidden: true,
  removed: 'inactive',
  largestPage: 1_000,
  seatsStatus: 400,
};
