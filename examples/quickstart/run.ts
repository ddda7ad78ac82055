// Runs a program of this folder as a user would: another process, no terminal.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface RunOptions {
  readonly folder?: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Interrupts the program, as Ctrl-C does, once it has printed this. */
  readonly interruptAt?: string | undefined;
}

export function runProgram(file: string, given: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const program = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@tenure/source', program, ...given], {
    cwd: options.folder,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  // A second one would end the program as it stands.
  let interrupted = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (interrupted || options.interruptAt === undefined || !output.includes(options.interruptAt)) return;
    interrupted = true;
    child.kill('SIGINT');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output, errors }));
  });
}
