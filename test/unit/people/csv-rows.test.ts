import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRows, delimiterOf } from '../../../src/people/import/csv-rows.ts';

async function* cut(octets: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size);
}

/** The rows of a file, and the reason if it can't be read to its end. */
const read = async (
  text: string | Buffer,
  { size = 7, delimiter = undefined as string | undefined } = {},
) => {
  const rows: (readonly string[])[] = [];
  try {
    for await (const row of csvRows(cut(Buffer.from(text), size), delimiter)) rows.push(row);
    return { rows };
  } catch (error) {
    return { rows, failed: (error as Error).message };
  }
};

describe('a CSV file', () => {
  test.each<[string, string | Buffer, readonly (readonly string[])[]]>([
    [
      'with a byte order mark',
      '\ufeffnumber,name\n1,Ana\n',
      [
        ['number', 'name'],
        ['1', 'Ana'],
      ],
    ],
    [
      'with CR LF line ends',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'with CR line ends',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['without a line end after the last row', 'a\n1', [['a'], ['1']]],
    [
      'with semicolons',
      'a;b\n"1;2";48,65\n',
      [
        ['a', 'b'],
        ['1;2', '48,65'],
      ],
    ],
    [
      'with tabs',
      'a\tb\n1\t2,3\n',
      [
        ['a', 'b'],
        ['1', '2,3'],
      ],
    ],
    ['with quotes in quotes', 'a\n"say ""no"""\n', [['a'], ['say "no"']]],
    [
      'with a row over two lines',
      'a,b\n"1\n2",3\n',
      [
        ['a', 'b'],
        ['1\n2', '3'],
      ],
    ],
    [
      'with a quote in the middle',
      'a,b\n5" pipe,x\n',
      [
        ['a', 'b'],
        ['5" pipe', 'x'],
      ],
    ],
    ['with rows of any length', 'a,b\n1\n1,2,3\n', [['a', 'b'], ['1'], ['1', '2', '3']]],
    ['with empty rows', 'a\n\n1\n', [['a'], [''], ['1']]],
    ['that is empty', '', []],
    ['that is no UTF-8', Buffer.from('a\n\xe9t\xe9\n', 'latin1'), [['a'], ['\ufffdt\ufffd']]],
    ['with a NUL', 'a\nx\0y\n', [['a'], ['x\0y']]],
  ])('%s is read', async (_, text, rows) => {
    expect(await read(text)).toEqual({ rows });
    expect(await read(text, { size: 100_000 })).toEqual({ rows });
  });

  test('of one line of 2 MB is refused, with the row', async () => {
    const { rows, failed } = await read(`a,b\n1,2\n${'x'.repeat(2_000_000)}\n`, { size: 32_768 });
    expect(rows).toHaveLength(2);
    expect(failed).toMatch(/^row 3 is longer than 65536 characters/);
  });

  test('with a row of only commas is refused at the greatest length, before it fills the memory', async () => {
    const { rows, failed } = await read(`a,b\n1,2\n${','.repeat(2_000_000)}\n`, { size: 32_768 });
    expect(rows).toHaveLength(2);
    expect(failed).toBe('row 3 is longer than 262144 octets');
  });

  test('with many long rows, each below the limit, is read to its end', async () => {
    const row = `"${'""'.repeat(60_000)}"\n`;
    expect((await read(row.repeat(5), { size: 32_768 })).rows).toHaveLength(5);
  });

  test('with a quote that is never closed is refused, with the row', async () => {
    const { rows, failed } = await read('a,b\n1,2\n"3,4\n5,6\n');
    expect(rows).toHaveLength(2);
    expect(failed).toMatch(/^a quote that opens in row 3 is never closed/);
  });

  test.each(['utf16le', 'latin1'] as const)(
    'in UTF-16 is refused, with advice how to save it (%s)',
    async (end) => {
      const text = '\ufeffa,b\n';
      const octets = Buffer.from(text, 'utf16le');
      const { failed } = await read(end === 'utf16le' ? octets : octets.swap16(), { size: 100 });
      expect(failed).toMatch(/UTF-16/);
    },
  );

  test('with any content gives rows, or a reason why it cannot be read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 1, max: 50 }),
        async (octets, size) => {
          const { rows, failed } = await read(Buffer.from(octets), { size });
          if (failed === undefined) expect(rows.length).toBeLessThanOrEqual(octets.length);
          else expect(failed).toMatch(/row|UTF-16/);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['a;b;c,d\n', ';'],
  ['"a;b;c",d\n', ','],
  ['a\tb\n;;;;\n', '\t'],
  ['number\n1;2\n', ','],
])('the delimiter of a CSV file that begins with %j is %j', (start, expected) => {
  expect(delimiterOf(start)).toBe(expected);
});
