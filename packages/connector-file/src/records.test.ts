import { open } from 'node:fs/promises';
import { devNull } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import type { ByteSource } from './encoding.ts';
import { type RawRecord, type RecordReader, recordReader } from './records.ts';

/** Bytes from memory, at most `step` at a time, so that every boundary falls inside something. */
function bytesOf(content: Buffer, step: number): ByteSource {
  return {
    read: async (_handle, into, start, position) => content.copy(into, start, position, Math.min(content.length, position + step)),
  };
}

async function allOf(reader: RecordReader, limit = 3): Promise<RawRecord[]> {
  const handle = await open(devNull);
  onTestFinished(async () => await handle.close());
  const records: RawRecord[] = [];
  while (!reader.atEnd) records.push(...(await reader.take(handle, limit)));
  return records;
}

const content = 'id,name\r\n1,"Zoë\n""x""\n"\n\n\r\n2,ü\n3,"open';

test.each([1, 2, 3, 7, 1_000])('records are the same when bytes come %i at a time', async (step) => {
  const reader = recordReader(bytesOf(Buffer.from(content), step), { quotes: true, maxRecordBytes: 1_024 }, { offset: 0, line: 1 });
  expect((await allOf(reader)).map(({ text, line, lastLine, open, ended }) => [text, line, lastLine, open, ended])).toEqual([
    ['id,name', 1, 1, false, true],
    ['1,"Zoë\n""x""\n"', 2, 4, false, true],
    ['2,ü', 7, 7, false, true],
    ['3,"open', 8, 8, true, false],
  ]);
});

test('reading from the position of any record gives the records from there on', async () => {
  const rules = { quotes: true, maxRecordBytes: 1_024 };
  const source = bytesOf(Buffer.from(content), 5);
  const whole = await allOf(recordReader(source, rules, { offset: 0, line: 1 }));
  const handle = await open(devNull);
  onTestFinished(async () => await handle.close());
  for (let taken = 1; taken < whole.length; taken += 1) {
    const first = recordReader(source, rules, { offset: 0, line: 1 });
    await first.take(handle, taken);
    expect(await allOf(recordReader(source, rules, first.position))).toEqual(whole.slice(taken));
  }
});

test('a line of a gigabyte is passed over in little memory', async () => {
  const end = 1_073_741_824;
  let largest = 0;
  const source: ByteSource = {
    read: async (_handle, into, start, position) => {
      largest = Math.max(largest, into.length);
      const free = into.length - start;
      if (position < end) {
        const bytes = Math.min(free, end - position);
        into.fill('x', start, start + bytes);
        return bytes;
      }
      return Buffer.from('\n2,b\n').copy(into, start, position - end);
    },
  };
  const records = await allOf(recordReader(source, { quotes: true, maxRecordBytes: 65_536 }, { offset: 0, line: 1 }));
  expect(records).toMatchObject([
    { line: 1, fault: 'longer than 65536 bytes' },
    { line: 2, text: '2,b', fault: undefined },
  ]);
  expect(largest).toBeLessThanOrEqual(2_097_152);
});

test('lines gathered under a quote that never closes are handed out when they grow too many', async () => {
  const lines = Array.from({ length: 200 }, (_, index) => `${index},${'y'.repeat(20)}`).join('\n');
  const source = bytesOf(Buffer.from(`0,"stray\n${lines}\n`), 100);
  const records = await allOf(recordReader(source, { quotes: true, maxRecordBytes: 1_024 }, { offset: 0, line: 1 }));
  expect(records[0]).toMatchObject({ line: 1, open: true, fault: undefined });
  expect(records.map(({ text }) => text.replace(/\n$/, '')).join('\n')).toBe(`0,"stray\n${lines}`);
});
