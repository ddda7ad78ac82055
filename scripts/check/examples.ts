// Every example that names a script `example` runs to its end.
import { relative } from 'node:path';
import { command } from './command.ts';
import type { Finding } from './step.ts';
import { packagesIn, root } from './workspace.ts';

/** The script should be the example in its smallest form: seconds, no credential, no network beyond loopback. */
export async function examples(): Promise<Finding> {
  const scripts = packagesIn('examples').flatMap(({ folder, manifest }) => {
    const script = manifest.scripts?.['example'];
    return script === undefined ? [] : [{ folder, script }];
  });
  const problems: string[] = [];
  for (const { folder, script } of scripts) {
    const { ok, output } = await command(script, [], { cwd: folder, script: true });
    if (!ok) problems.push(`${relative(root, folder)}: ${script}\n${output}`);
  }
  return { problems, note: `${scripts.length} examples` };
}
