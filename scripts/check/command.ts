// Running other programs: the workspace's own tools first in the path, no input, output collected.
import { type SpawnOptions, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import type { Finding } from './step.ts';
import { root } from './workspace.ts';

export interface CommandResult {
  readonly ok: boolean;
  /** Standard output and standard error as they came. */
  readonly output: string;
  /** Standard output alone. */
  readonly stdout: string;
}

export interface CommandOptions {
  readonly cwd?: string | undefined;
  /** True when `program` is a whole script line, as in a package.json. */
  readonly script?: boolean | undefined;
}

/** Runs a program to its end. Never rejects for a failing program; `ok` says so. */
export function command(program: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const spawnOptions: SpawnOptions = {
    cwd: options.cwd ?? root,
    env: {
      ...process.env,
      PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
      NO_COLOR: '1',
      FORCE_COLOR: '0',
    },
    shell: options.script ?? false,
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, spawnOptions);
    let stdout = '';
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ ok: code === 0, output, stdout }));
  });
}

/** Runs pnpm: the one that runs us, or the pinned major through npx. */
export function pnpm(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const own = process.env['npm_execpath'];
  const isPnpm = own !== undefined && process.env['npm_config_user_agent']?.startsWith('pnpm/') === true;
  return isPnpm ? command(own, args, options) : command('npx', ['-y', 'pnpm@12', ...args], options);
}

/** A step that is one program: it passes when the program does. */
export async function passes(program: string, args: readonly string[], options: CommandOptions = {}): Promise<Finding> {
  const { ok, output } = await command(program, args, options);
  return { problems: ok ? [] : [output.trim()] };
}
