import { expect, test } from 'vitest';
import { batchLines } from '../../../../src/http/v1/messages/batch-lines.ts';
import type { BatchLine } from '../../../../src/intake/intake.ts';

const good = (n: number) =>
  JSON.stringify({ to: `+3363998${String(n % 10_000).padStart(4, '0')}`, text: `n ${n}` });

async function* stream(...pieces: readonly (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece);
}

const chunksOf = async (body: AsyncIterable<Buffer>): Promise<(readonly BatchLine[])[]> => {
  const chunks: (readonly BatchLine[])[] = [];
  for await (const chunk of batchLines(
    body,
    () => [],
    () => {},
  ))
    chunks.push(chunk);
  return chunks;
};

const linesOf = async (body: AsyncIterable<Buffer>): Promise<readonly BatchLine[]> =>
  (await chunksOf(body)).flat();

const errorsOf = (line: BatchLine | undefined) =>
  line !== undefined && 'errors' in line ? line.errors.map(({ path, message }) => `${path}: ${message}`) : [];

test('each line of a batch is read by itself: a bad line gets its number and all its errors', async () => {
  const body = `${good(1)}\n{"to":1,"colour":"red"}\nnot json\n\n[]\n${good(6)}\n`;
  const lines = await linesOf(stream(body));
  expect(lines.map(({ line }) => line)).toEqual([1, 2, 3, 5, 6]);
  expect(lines[0]).toMatchObject({ raw: good(1), input: { to: '+33639980001', text: 'n 1' } });
  expect(errorsOf(lines[1])).toEqual([
    expect.stringMatching(/^to: .*expected string/),
    'text: is missing',
    'colour: is not known here',
  ]);
  expect(errorsOf(lines[2])).toEqual([expect.stringMatching(/^: is not JSON/)]);
  expect(errorsOf(lines[3])).toEqual([expect.stringMatching(/^: .*expected object/)]);
  expect(lines[4]).toHaveProperty('input');
});

test('errors that the intake finds in the good fields of a bad line of a batch are listed too', async () => {
  const check = (input: object) => ('to' in input ? [{ path: 'to', message: 'is no number' }] : []);
  const { value } = await batchLines(stream('{"to":"x","text":5}'), check, () => {}).next();
  expect(errorsOf(value?.[0])).toEqual([expect.stringMatching(/^text: /), 'to: is no number']);
});

test('a line of a batch with octets that are not UTF-8 is refused, not repaired', async () => {
  const lines = await linesOf(stream(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d, 0x0a]), good(2)));
  expect(errorsOf(lines[0])).toEqual([': is not UTF-8']);
  expect(lines[0]?.raw).toBe('{"\u00ff"}');
  expect(lines[1]).toHaveProperty('input');
});

test('a character of a batch whose octets come in two pieces is read as one character', async () => {
  const octets = Buffer.from('{"to":"+33639980001","text":"é😀"}\n');
  const lines = await linesOf(stream(...[...octets].map((octet) => Buffer.of(octet))));
  expect(lines[0]).toMatchObject({ input: { text: 'é😀' } });
});

test('a byte order mark before the first line of a batch is skipped', async () => {
  const [line] = await linesOf(stream(`\ufeff${good(1)}\r\n`));
  expect(line).toHaveProperty('input');
});

test('a line of a batch longer than 64 KiB is refused with its number, and its text is not kept', async () => {
  const lines = await linesOf(stream(`${good(1)}\n{"text":"${'x'.repeat(70_000)}"}\n${good(3)}`));
  expect(errorsOf(lines[1])).toEqual([': is longer than 65536 octets']);
  expect(lines[1]).toMatchObject({ line: 2, raw: '' });
  expect(lines[2]).toMatchObject({ line: 3, input: { text: 'n 3' } });
});

test('a batch is read in chunks of 1000 lines, or of about 256 KiB if its lines are long', async () => {
  const many = Array.from({ length: 2500 }, (_, n) => good(n)).join('\n');
  expect((await chunksOf(stream(many))).map(({ length }) => length)).toEqual([1000, 1000, 500]);
  const long = `{"to":"+33639980001","text":"${'x'.repeat(60_000)}"}\n`;
  const sizes = (await chunksOf(stream(...Array.from({ length: 40 }, () => long)))).map(
    ({ length }) => length,
  );
  expect(Math.max(...sizes)).toBe(5);
});

test('no more of the body of a batch is read than the requested chunks need', async () => {
  let read = 0;
  async function* endless(): AsyncGenerator<Buffer> {
    for (;;) yield Buffer.from(`${good(read++)}\n`);
  }
  const chunks = batchLines(
    endless(),
    () => [],
    () => {},
  );
  await chunks.next();
  expect(read).toBe(1000);
  await chunks.return();
});

test('a batch whose body breaks off is rejected, and its last, incomplete line is never taken', async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from(`${good(1)}\n{"to":"+33639980002","text":"only ha`);
    throw new Error('aborted');
  }
  const chunks: unknown[] = [];
  const reading = (async () => {
    for await (const chunk of batchLines(
      broken(),
      () => [],
      () => {},
    ))
      chunks.push(chunk);
  })();
  await expect(reading).rejects.toThrow('aborted');
  expect(chunks).toEqual([]);
});

test('a batch that is no NDJSON is given up after ten thousand bad lines, and the error has the line number', async () => {
  let read = 0;
  async function* novel(): AsyncGenerator<Buffer> {
    for (;;) yield Buffer.from(`line ${read++} of a novel\n`);
  }
  const lines = await linesOf(novel());
  expect(lines).toHaveLength(10_001);
  expect(errorsOf(lines.at(-1))).toEqual([
    ': 10000 lines cannot be read: this line and all after it were not taken',
  ]);
  expect(read).toBeLessThan(10_100);
});

test('a batch ends after a million lines: the next line is refused, and no more are read', async () => {
  const block = Buffer.from(`${good(1)}\n`.repeat(10_000));
  async function* endless(): AsyncGenerator<Buffer> {
    for (;;) yield block;
  }
  let count = 0;
  let last: BatchLine | undefined;
  for await (const chunk of batchLines(
    endless(),
    () => [],
    () => {},
  )) {
    count += chunk.length;
    last = chunk.at(-1);
  }
  expect(count).toBe(1_000_001);
  expect(last?.line).toBe(1_000_001);
  expect(errorsOf(last)).toEqual([
    ': a batch has at most 1000000 lines: this line and all after it were not taken',
  ]);
});

test('a batch ends after a million lines even if they are blank', async () => {
  const block = Buffer.from('\n'.repeat(10_000));
  async function* endless(): AsyncGenerator<Buffer> {
    yield Buffer.from(`${good(1)}\n`);
    for (;;) yield block;
  }
  const lines = await linesOf(endless());
  expect(lines.map(({ line }) => line)).toEqual([1, 1_000_001]);
  expect(errorsOf(lines[1])).toEqual([
    ': a batch has at most 1000000 lines: this line and all after it were not taken',
  ]);
});
