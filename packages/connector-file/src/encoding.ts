// Turns the bytes of a file into UTF-8 bytes, whatever encoding it has. Bytes that mean nothing stay recognisable as such.
import type { FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

/** Text encodings that are read. `latin1` is read as Windows-1252, which is what files that claim Latin-1 hold. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'latin1'] as const;

export type TextEncoding = (typeof encodings)[number];

/** An encoding and the length of the byte order mark before the text. */
export interface EncodingFound {
  readonly encoding: TextEncoding;
  readonly markBytes: number;
}

/** The encoding a byte order mark states; without one the stated encoding, or else UTF-8. A mark is believed before an option. */
export function findEncoding(head: Buffer, stated: TextEncoding | undefined): EncodingFound {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  return { encoding: stated ?? 'utf-8', markBytes: 0 };
}

/** A file as UTF-8 bytes by position, read forward only. Positions count from after the byte order mark. */
export interface ByteSource {
  /** Fills `into` from its index `start` with the bytes from `position` on; answers how many, 0 at the end. */
  read(handle: FileHandle, into: Buffer, start: number, position: number): Promise<number>;
}

/** The bytes of a file in the given encoding. Beginning later in the file is free in UTF-8; other encodings are read up to there. */
export function byteSource(found: EncodingFound): ByteSource {
  return found.encoding === 'utf-8' ? plainSource(found.markBytes) : transcodedSource(found);
}

function plainSource(markBytes: number): ByteSource {
  return {
    async read(handle, into, start, position) {
      const { bytesRead } = await handle.read(into, start, into.length - start, position + markBytes);
      return bytesRead;
    },
  };
}

const chunkBytes = 65_536;

function transcodedSource({ encoding, markBytes }: EncodingFound): ByteSource {
  const chunk = Buffer.allocUnsafe(chunkBytes);
  const decode = decoderOf(encoding);
  let filePosition = markBytes;
  let waiting = Buffer.alloc(0);
  let waitingPosition = 0;

  async function more(handle: FileHandle): Promise<boolean> {
    const { bytesRead } = await handle.read(chunk, 0, chunkBytes, filePosition);
    filePosition += bytesRead;
    waitingPosition += waiting.length;
    waiting = decode(chunk.subarray(0, bytesRead));
    return bytesRead > 0;
  }

  return {
    async read(handle, into, start, position) {
      while (position >= waitingPosition + waiting.length) {
        if (!(await more(handle)) && waiting.length === 0) return 0;
      }
      return waiting.copy(into, start, position - waitingPosition);
    },
  };
}

/** Decodes chunk after chunk; an empty chunk is the end and flushes what is half read. */
function decoderOf(encoding: TextEncoding): (bytes: Buffer) => Buffer<ArrayBuffer> {
  if (encoding === 'latin1') {
    const decoder = new TextDecoder('windows-1252');
    return (bytes) => Buffer.from(decoder.decode(bytes, { stream: true }));
  }
  const decoder = new StringDecoder('utf16le');
  let odd = Buffer.alloc(0);
  return (bytes) => {
    if (bytes.length === 0) {
      const rest = decoder.end();
      const cut = odd.length > 0;
      odd = Buffer.alloc(0);
      return cut ? Buffer.concat([markedUtf8(rest), notUtf8]) : markedUtf8(rest);
    }
    const all = Buffer.concat([odd, bytes]);
    const even = all.subarray(0, all.length - (all.length % 2));
    odd = Buffer.from(all.subarray(even.length));
    return markedUtf8(decoder.write(encoding === 'utf-16be' ? even.swap16() : even));
  };
}

const notUtf8 = Buffer.from([0xff]);

// Half a surrogate pair becomes a byte that UTF-8 never holds, so that the record it stands in is refused further on.
function markedUtf8(text: string): Buffer<ArrayBuffer> {
  if (text.isWellFormed()) return Buffer.from(text);
  return Buffer.concat([...text].map((character) => (character.isWellFormed() ? Buffer.from(character) : notUtf8)));
}
