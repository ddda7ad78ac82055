// Where Dropbox's documents leave a behaviour open, or teams differ, the simulator has a switch. Clients must hold under every position.

export interface DropboxSwitches {
  /** Differs by team. Whether somebody new is a member at once (managed domain, single sign-on) or invited. Default `invited`. */
  readonly newMembers: 'invited' | 'active';
  /** Documented that it may; when is not. Whether adding is a job. Default `false`. */
  readonly addsByJob: boolean;
  /** Documented that it may; when is not. Whether removing is a job. Default `true`. */
  readonly removesByJob: boolean;
  /** How often a job says `in_progress` before it is done. Default 1. */
  readonly jobPolls: number;
  /** Unconfirmed. Whether `get_info` shows who was removed (status `removed`) or answers `id_not_found`. Default `true`. */
  readonly removedIsShown: boolean;
}

export const dropboxDefaults: DropboxSwitches = {
  newMembers: 'invited',
  addsByJob: false,
  removesByJob: true,
  jobPolls: 1,
  removedIsShown: true,
};
