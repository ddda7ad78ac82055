// One file on disk: opening it, knowing it again, and saying plainly why it cannot be read.
import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { TenureError } from '@tenure/core/connector';

/** What tells one state of a file from another. */
export interface FileState {
  readonly bytes: number;
  readonly modifiedAt: number;
  /** What the file is, its size, and the times of its last change; the second cannot be set back. */
  readonly revision: string;
}

/** The name of a file as messages and reports show it: never the folders above it. */
export function fileName(path: string): string {
  return basename(path);
}

/**
 * The present state of the file at `path`.
 *
 * @throws {TenureError} `CONNECTOR_UNAVAILABLE` (missing), `CONNECTOR_FORBIDDEN` (no permission), `OPTIONS_INVALID` (not a file).
 */
export async function fileState(path: string, verb: string): Promise<FileState> {
  try {
    const found = await stat(path, { bigint: true });
    if (!found.isFile()) throw notAFile(path, verb);
    return { bytes: Number(found.size), modifiedAt: Number(found.mtimeMs), revision: revisionOf(found) };
  } catch (cause) {
    throw asFileError(cause, path, verb);
  }
}

function revisionOf({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [ino, size, mtimeNs, ctimeNs].join('-');
}

// A pipe put in the place of the file would be waited for without end.
const readOnly = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Runs `work` on the opened file and closes it whatever happens. Errors as for {@link fileState}. */
export async function withFile<Result>(path: string, verb: string, work: (handle: FileHandle) => Promise<Result>): Promise<Result> {
  try {
    const handle = await open(path, readOnly);
    try {
      if (!(await handle.stat()).isFile()) throw notAFile(path, verb);
      return await work(handle);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw asFileError(cause, path, verb);
  }
}

/** The reading cannot be trusted to be whole; nothing may be concluded from it. */
export function incomplete(path: string, verb: string, fact: string): TenureError<'FEED_INCOMPLETE'> {
  return new TenureError('FEED_INCOMPLETE', { system: 'file', verb, fact: `${fileName(path)}: ${fact}`, details: { reasons: [fact] } });
}

function notAFile(path: string, verb: string): TenureError<'OPTIONS_INVALID'> {
  const reason = 'the path leads to a folder or a device, not to a file';
  return new TenureError('OPTIONS_INVALID', {
    system: 'file',
    verb,
    fact: `${fileName(path)}: ${reason}`,
    details: { problems: [{ path: fileName(path), reason }] },
  });
}

const absent = 'Put the file there or correct the path; until then nobody is treated as gone.';
const forbidden = 'Let this process read the file.';
const unread = 'Look at the disk or the share the file is on; until then nobody is treated as gone.';

function asFileError(cause: unknown, path: string, verb: string): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EISDIR') return notAFile(path, verb);
  const facts = { system: 'file', verb, details: {}, cause };
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new TenureError('CONNECTOR_UNAVAILABLE', { ...facts, fact: `${fileName(path)}: there is no such file`, hint: absent });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new TenureError('CONNECTOR_FORBIDDEN', {
      ...facts,
      fact: `${fileName(path)}: this process may not read the file`,
      hint: forbidden,
    });
  }
  const system = cause instanceof Error && 'syscall' in cause;
  return system
    ? new TenureError('CONNECTOR_UNAVAILABLE', { ...facts, fact: `${fileName(path)}: the file cannot be read (${code})`, hint: unread })
    : cause;
}
