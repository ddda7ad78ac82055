// The part of the README that is made from the profiles: what each app's verbs do there, and what to know before using it.
import type { ScimProfile } from '../src/index.ts';
import { testedApps } from './apps.ts';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const functionOf: (subpath: string) => string = (subpath) =>
  subpath === '1password' ? 'onePassword' : subpath.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());

function optionsOf({ parameters, address, disable, delete: removal }: ScimProfile): string {
  const must = disable === undefined && removal?.undone === 'never' ? ['allowIrreversible'] : [];
  const names = ['token', ...Object.keys(parameters), ...(address === undefined ? ['baseUrl'] : []), ...must];
  return names.map((name) => `\`${name}\``).join(', ');
}

function deleting({ delete: removal, effects }: ScimProfile): string {
  if (removal === undefined) return `not offered: ${(effects.notOffered ?? '').replace(/^deleting: /, '')}`;
  return removal.undone === 'never' ? `${effects.delete} (**cannot be undone**)` : `${effects.delete}`;
}

function turningOff({ disable, effects }: ScimProfile): string {
  return disable === undefined ? `not offered: ${(effects.notOffered ?? '').replace(/^turning off: /, '')}` : `${effects.disable}`;
}

function rowOf(subpath: string, profile: ScimProfile): string {
  const cells = [
    `**${profile.name}** \`${functionOf(subpath)}\``,
    profile.effects.create,
    turningOff(profile),
    deleting(profile),
    profile.status,
  ];
  return `| ${cells.map(cell).join(' | ')} |`;
}

function sectionOf(subpath: string, profile: ScimProfile): string {
  const { description, plan, credential, traps, assumed, effects, sources } = profile;
  const lines = [
    `### ${profile.name}`,
    '',
    `${description} \`import { ${functionOf(subpath)} } from '@tenure/connector-apps/${subpath}'\` with ${optionsOf(profile)}.`,
    '',
    `- **Plan**: ${plan}. **Credential**: ${credential}`,
    ...traps.map((trap) => `- ${trap}`),
    `- **A cut does not end or show**: ${effects.unverified.join('; ')}.`,
    ...(assumed.length === 0 ? [] : [`- **Not confirmed by anybody**: ${assumed.join('; ')}.`]),
    `- **From**: ${sources.map(({ what, url, certainty }) => `${url === undefined ? what : `[${what}](${url})`} (${certainty})`).join('; ')}.`,
  ];
  return lines.join('\n');
}

/** Everything between the two marks of the README. */
export function appsInWords(): string {
  const table = [
    '| app | creating | turning off | deleting | status |',
    '| --- | -------- | ----------- | -------- | ------ |',
    ...testedApps.map(({ subpath, profile }) => rowOf(subpath, profile)),
  ];
  return [table.join('\n'), ...testedApps.map(({ subpath, profile }) => sectionOf(subpath, profile))].join('\n\n');
}
