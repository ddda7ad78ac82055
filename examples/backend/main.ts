// Run with the environment set, it is the backend. Without, it plays a customer's first morning against simulated systems.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playMorning } from './morning.ts';
import { startBackend } from './server.ts';
import { settingsFrom } from './settings.ts';

if (process.env['MERGE_API_KEY'] !== undefined) {
  const backend = await startBackend(settingsFrom(process.env), Number(process.env['PORT'] ?? 3000));
  console.log(`listening on ${backend.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void backend.close());
} else {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-backend-'));
  try {
    await playMorning(folder, (line) => console.log(line));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
