// What if: the same company under another policy, decided and not done.
import { type Change, definePolicy, describeChange } from '@tenure/core';
import { anotherPolicy } from '../company.ts';
import { people, type Scene } from './work.ts';

export async function whatIf({ terminal, lifecycle }: Scene): Promise<void> {
  terminal.heading('What if the policy were another one?');
  terminal.say(
    'A policy is a document that a settings page can store. This one would let code remove accounts and leave contractors out, and let books create accounts. Nothing is read, nothing is written:',
  );
  const outcome = await lifecycle.plan({ policy: definePolicy(anotherPolicy) });
  const gains: string[] = [];
  const loses: string[] = [];
  for await (const { person, initials, department, added } of outcome.people()) {
    for (const change of added) {
      const line = `${person} ${initials.padEnd(2)}  ${(department ?? '–').padEnd(16)}  ${describeChange(change)}`;
      (isGain(change) ? gains : loses).push(line);
    }
  }
  terminal.say(`${people(outcome.differing)} would be treated differently.`);
  terminal.list([`gains access: ${gains.length}`, ...shortened(gains), `loses access: ${loses.length}`, ...shortened(loses)]);
}

const isGain = (change: Change): boolean => change.class !== 'disable' && change.class !== 'delete' && change.class !== 'group-removal';

function shortened(lines: readonly string[]): string[] {
  const shown = lines.slice(0, 5).map((line) => `  ${line}`);
  return lines.length > shown.length ? [...shown, `  …and ${lines.length - shown.length} more`] : shown;
}
