// How far applying has come, target by target: bars that move on a terminal, one line per target anywhere else.
import type { ChangeOutcome, OnRunEvent, Plan } from '@tenure/core';
import type { Terminal } from './terminal.ts';

export interface ProgressBars {
  readonly onEvent: OnRunEvent;
  /** Draws the last state and leaves it standing. */
  finish(): void;
}

interface Lane {
  readonly total: number;
  done: number;
  readonly outcomes: Map<ChangeOutcome, number>;
}

/** `going` says how many changes of each target will be worked through. */
export function createProgress(terminal: Terminal, going: ReadonlyMap<string, number>, now: () => number = Date.now): ProgressBars {
  const lanes = new Map<string, Lane>([...going].map(([target, total]) => [target, { total, done: 0, outcomes: new Map() }]));
  const name = Math.max(0, ...[...lanes.keys()].map((target) => target.length));
  let drawnAt = 0;
  let drawn = false;
  const draw = (): void => {
    const up = drawn ? `\u001b[${lanes.size}A` : '';
    terminal.write(
      up + [...lanes].map(([target, lane]) => `\u001b[2K${lineOf(target.padEnd(name), lane).slice(0, terminal.width - 1)}\n`).join(''),
    );
    drawn = true;
    drawnAt = now();
  };
  if (terminal.interactive && lanes.size > 0) draw();
  return {
    onEvent: (event) => {
      if (event.type !== 'change-ended') return;
      const lane = lanes.get(event.change.target);
      if (lane === undefined) return;
      lane.done += 1;
      const { outcome } = event.settled;
      lane.outcomes.set(outcome, (lane.outcomes.get(outcome) ?? 0) + 1);
      if (terminal.interactive && now() - drawnAt > 60) draw();
    },
    finish: () => {
      if (lanes.size === 0) return;
      if (terminal.interactive) draw();
      else terminal.write([...lanes].map(([target, lane]) => `${lineOf(target.padEnd(name), lane)}\n`).join(''));
      terminal.write('\n');
    },
  };
}

function lineOf(target: string, { done, total, outcomes }: Lane): string {
  const filled = total === 0 ? 24 : Math.min(24, Math.floor((done / total) * 24));
  const bar = '█'.repeat(filled) + '░'.repeat(24 - filled);
  const said = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  return `  ${target}  ${bar}  ${String(done).padStart(String(total).length)} of ${total}${said === '' ? '' : `  ${said}`}`;
}

/** How many changes of each target apply will work through: held parts that nobody approved are left out. */
export function changesByTarget({ header }: Plan, approved: ReadonlySet<string>): Map<string, number> {
  const held = new Set(header.held.filter(({ hash }) => !approved.has(hash)).map((part) => `${part.target} ${part.class}`));
  const counts = new Map<string, number>();
  for (const { target, class: changeClass, changes } of header.changes) {
    if (!held.has(`${target} ${changeClass}`)) counts.set(target, (counts.get(target) ?? 0) + changes);
  }
  return counts;
}
