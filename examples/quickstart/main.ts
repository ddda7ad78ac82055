// The quickstart: `pnpm start` plays two days of a sample company, `pnpm start --employees my.csv` looks at your own export.
import { fileURLToPath } from 'node:url';
import { isTenureError } from '@tenure/core';
import { type Request, readArguments, usage } from './arguments.ts';
import { firstMorning } from './company.ts';
import { onStage } from './stage.ts';
import { ownExport } from './story/own-export.ts';
import { sampleCompany } from './story/sample-company.ts';
import { createTerminal } from './terminal.ts';

const request = readArguments(process.argv.slice(2));
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.exitCode = await play(request, interrupted.signal);

async function play(asked: Request, signal: AbortSignal): Promise<number> {
  if (asked.kind === 'help') {
    console.log(usage);
    return 0;
  }
  if (asked.kind === 'mistake') {
    console.error(`${asked.because}; ${usage}`);
    return 2;
  }
  const terminal = createTerminal(process.stdout, process.env);
  const out = asked.out ?? fileURLToPath(new URL('./out', import.meta.url));
  try {
    if (asked.kind === 'sample') return await onStage({ terminal, out, signal, from: firstMorning }, sampleCompany);
    return await onStage({ terminal, out, signal, from: new Date().toISOString() }, (stage) => ownExport(stage, asked.files));
  } catch (error) {
    if (signal.aborted) {
      console.error('\nStopped. The servers are closed; what was written is on this machine only.');
      return 130;
    }
    if (!isTenureError(error)) throw error;
    console.error(`${error.message}\n${error.hint}`);
    return 1;
  }
}
