// Every example that names a script `example` runs to its end, on the packages as they would be published.
import { basename, join, relative } from 'node:path';
import { command } from './command.ts';
import { consumer } from './consumer.ts';
import type { Finding } from './step.ts';
import { packagesIn, root } from './workspace.ts';

const fromSource = /--conditions=@tenure\/source\s*/;

/** The script should be the example in its smallest form: seconds, no credential, no network beyond loopback. */
export async function examples(): Promise<Finding> {
  const scripts = packagesIn('examples').flatMap(({ folder, manifest }) => {
    const script = manifest.scripts?.['example'];
    return script === undefined ? [] : [{ folder, script: script.replace(fromSource, '') }];
  });
  const problems: string[] = [];
  for (const { folder, script } of scripts) {
    const { ok, output } = await command(script, [], { cwd: join(consumer().folder, 'examples', basename(folder)), script: true });
    if (!ok) problems.push(`${relative(root, folder)}: ${script}\n${output}`);
  }
  return { problems, note: `${scripts.length} of ${packagesIn('examples').length} have a script` };
}
