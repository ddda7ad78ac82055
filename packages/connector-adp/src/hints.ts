// ADP's event queue as hints. A message is handed over before it is taken off; one that can't be read for good is set aside.
import type { HintQueue } from '@tenure/core/connector';
import { deleteMessage, readMessage } from './api/queue.ts';
import { unreadable } from './errors.ts';
import { readEvents } from './mapping/event.ts';
import type { AdpHttp } from './transport/open.ts';

/** A message that came broken so often was not broken on the way. */
const mostTries = 3;

export function hintsOf({ queue }: AdpHttp, timeZone: string, listMoved: () => void): HintQueue {
  let broken = { id: '', times: 0 };
  return {
    async receive({ waitMs }, context) {
      const message = await readMessage(queue, waitMs > 0, context);
      if (message === undefined) return undefined;
      const { id: receipt, text } = message;
      const parsed = parsedJson(text);
      if (parsed === undefined) {
        broken = { id: receipt, times: broken.id === receipt ? broken.times + 1 : 1 };
        if (broken.times < mostTries) throw unreadable('read queue', 'the message is not whole JSON');
        return { kind: 'unreadable', receipt, reason: 'it is not whole JSON' };
      }
      const reading = readEvents(receipt, parsed.value, timeZone);
      if (reading === undefined) return { kind: 'unreadable', receipt, reason: 'it is none of the documented events' };
      if (reading.movesList) listMoved();
      return { kind: 'hint', receipt, hint: reading.hint };
    },
    acknowledge: ({ receipt }, context) => deleteMessage(queue, receipt, context),
  };
}

function parsedJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
