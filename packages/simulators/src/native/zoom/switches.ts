// What nobody could confirm about Zoom, as positions: a client has to hold under each.

export interface ZoomSwitches {
  /** Whether somebody who has not accepted yet is shown by `GET /users/{id}`, or only by the list of pending users. */
  readonly pendingById: 'shown' | 'hidden';
  /** Whether somebody who has not accepted yet can be removed. `refused`: 400 300. */
  readonly pendingRemoval: 'done' | 'refused';
  /** How a token without the needed scope is refused. */
  readonly missingScope: 'code-4711' | 'forbidden';
}

export const zoomSwitches: ZoomSwitches = {
  pendingById: 'shown',
  pendingRemoval: 'done',
  missingScope: 'code-4711',
};
