import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineSplitter, MAX_LINE_OCTETS } from '../../../../src/http/v1/messages/ndjson.ts';

/** The lines of a body that comes in these pieces, as text; a line too long as undefined. */
const split = (pieces: readonly Buffer[]): (readonly [number, string | undefined])[] => {
  const splitter = new LineSplitter();
  const lines: (readonly [number, string | undefined])[] = [];
  const take = (some: ReturnType<LineSplitter['push']>) => {
    for (const line of some) {
      lines.push([line.line, line.kind === 'line' ? line.octets.toString('latin1') : undefined]);
    }
  };
  for (const piece of pieces) take(splitter.push(piece));
  take(splitter.end());
  return lines;
};

const inPieces = (body: Buffer, sizes: readonly number[]): Buffer[] => {
  const pieces: Buffer[] = [];
  let start = 0;
  for (const size of sizes) {
    pieces.push(body.subarray(start, start + size));
    start += size;
  }
  return [...pieces, body.subarray(start)];
};

test('lines of NDJSON are numbered from 1 and end with LF or CRLF, and the last line needs no line end', () => {
  expect(split([Buffer.from('one\ntwo\r\n\nfour')])).toEqual([
    [1, 'one'],
    [2, 'two'],
    [3, ''],
    [4, 'four'],
  ]);
});

test('a batch that ends with a line end has no line after it, and an empty batch has no line', () => {
  expect(split([Buffer.from('one\n')])).toEqual([[1, 'one']]);
  expect(split([])).toEqual([]);
});

test('however the body of a batch is cut into pieces, it has the same lines', () => {
  const octet = fc.constantFrom(0x0a, 0x0d, 0x61, 0x62, 0xc3, 0xa9);
  fc.assert(
    fc.property(
      fc.array(octet, { maxLength: 300 }),
      fc.array(fc.nat({ max: 40 }), { maxLength: 30 }),
      (octets, sizes) => {
        const body = Buffer.from(octets);
        expect(split(inPieces(body, sizes))).toEqual(split([body]));
      },
    ),
  );
});

test.each([[[]], [[1]], [[MAX_LINE_OCTETS]], [[MAX_LINE_OCTETS - 1, 1, 1]], [Array(500).fill(200)]])(
  'a line of exactly 64 KiB is accepted, a line of one octet more is too long, and the next line is read (pieces %#)',
  (sizes) => {
    const fits = 'x'.repeat(MAX_LINE_OCTETS);
    const body = Buffer.from(`${fits}\n${fits}y\nafter\n${fits}yy`);
    expect(split(inPieces(body, sizes))).toEqual([
      [1, fits],
      [2, undefined],
      [3, 'after'],
      [4, undefined],
    ]);
  },
);

test('a line of 64 MiB without an end is not kept in memory', () => {
  const splitter = new LineSplitter();
  const piece = Buffer.alloc(1024 * 1024, 'x');
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 64; i++) expect([...splitter.push(piece)]).toEqual([]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024);
  expect([...splitter.push(Buffer.from('\nnext\n'))].map(({ kind }) => kind)).toEqual(['tooLong', 'line']);
});
