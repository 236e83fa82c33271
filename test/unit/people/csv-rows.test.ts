import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { delimiterOf } from '../../../src/kernel/encoding/csv-delimiter.ts';
import { csvRows } from '../../../src/people/import/csv-rows.ts';
import { cpuMsOf } from '../../support/cpu-time.ts';
import { BYTE_ORDER_MARK, utf16, windows1252 } from '../../support/encoded.ts';

async function* cut(octets: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size);
}

/** The rows of a file: their cells, or what is wrong with them. */
const read = async (
  text: string | Buffer,
  { size = 7, delimiter = undefined as string | undefined, encoding = 'utf-8' } = {},
) => {
  const rows: (readonly string[] | string)[] = [];
  for await (const row of csvRows(cut(Buffer.from(text), size), encoding, delimiter))
    rows.push('cells' in row ? row.cells : row.fault);
  return rows;
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
    [
      'that begins with the line sep= of Excel',
      '\ufeffsep=;\r\na,b;c\r\n1;2\r\n',
      [
        ['a,b', 'c'],
        ['1', '2'],
      ],
    ],
    [
      'with tabs, decimal commas and quotes',
      'number\tlat\tname\n1\t"48,65"\t"A\tB ""C"""\n2\t-2,01\t5" pipe\n',
      [
        ['number', 'lat', 'name'],
        ['1', '48,65', 'A\tB "C"'],
        ['2', '-2,01', '5" pipe'],
      ],
    ],
    [
      'with a lone CR between LF line ends',
      'a;b\n1;2\r3;4\n',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'with a remark of several lines',
      'a;b;c\n1;"one\r\ntwo; three";x\n2;y;z\n',
      [
        ['a', 'b', 'c'],
        ['1', 'one\r\ntwo; three', 'x'],
        ['2', 'y', 'z'],
      ],
    ],
  ])('%s is read', async (_, text, rows) => {
    expect(await read(text)).toEqual(rows);
    expect(await read(text, { size: 100_000 })).toEqual(rows);
    expect(await read(text, { size: 1 })).toEqual(rows);
  });

  test('is decoded while it comes, also where a piece ends within a character', async () => {
    const rows = [['é’'], ['à€']];
    const text = 'é’\nà€\n';
    expect(await read(windows1252(text), { encoding: 'windows-1252', size: 1 })).toEqual(rows);
    expect(await read(utf16(BYTE_ORDER_MARK + text, 'le'), { encoding: 'utf-16le', size: 1 })).toEqual(rows);
    expect(await read(utf16(text, 'be'), { encoding: 'utf-16be', size: 3 })).toEqual(rows);
  });

  test('with a line of 2 MB goes on after it', async () => {
    const rows = await read(`a,b\n1,2\n${'x'.repeat(2_000_000)}\r\n3,4\n`, { size: 32_768 });
    expect(rows).toEqual([['a', 'b'], ['1', '2'], 'is longer than 65536 characters', ['3', '4']]);
  });

  test('with a row of only commas is refused at the greatest length, before it fills the memory', async () => {
    const rows = await read(`a,b\n1,2\n${','.repeat(2_000_000)}`, { size: 32_768 });
    expect(rows.slice(2)).toEqual(['is longer than 65536 characters']);
  });

  test('with many long rows, each below the limit, is read to its end', async () => {
    const row = `"${'""'.repeat(30_000)}"\n`;
    expect(
      (await read(row.repeat(5), { size: 32_768 })).filter((one) => typeof one !== 'string'),
    ).toHaveLength(5);
  });

  const unclosed = 'has a quote that opens and is not closed';
  test.each<[string, string, readonly (readonly string[] | string)[]]>([
    ['at its end', '1;"2\n', [unclosed]],
    [
      'before plain rows',
      '1;"2;x\n3;4;x\n5;6;x\n',
      [
        `${unclosed}: rows 3 to 4 are in that cell, and read as rows of their own`,
        ['3', '4', 'x'],
        ['5', '6', 'x'],
      ],
    ],
    [
      'before a row with a quoted cell',
      '1;"A;x\n2;"B";y\n3;C;z\n',
      [`${unclosed}: row 3 is in that cell, and read as rows of their own`, ['2', 'B', 'y'], ['3', 'C', 'z']],
    ],
    [
      'and a later one that closes it behind whole rows',
      '1;"A;x\n2;B;y\n3;C;z\n4;D";w\n',
      [
        `${unclosed}: rows 3 to 5 are in that cell, and read as rows of their own`,
        ['2', 'B', 'y'],
        ['3', 'C', 'z'],
        ['4', 'D"', 'w'],
      ],
    ],
    [
      'in two rows',
      '1;"A;x\n2;"B;y\n3;C;z\n',
      [
        `${unclosed}: row 3 is in that cell, and read as rows of their own`,
        `${unclosed}: row 4 is in that cell, and read as rows of their own`,
        ['3', 'C', 'z'],
      ],
    ],
  ])('with a quote that is not closed (%s) loses that row and no other', async (_, text, rows) => {
    expect(await read(`a;b;c\n${text}`)).toEqual([['a', 'b', 'c'], ...rows]);
    expect(await read(`a;b;c\n${text}`, { size: 32_768 })).toEqual([['a', 'b', 'c'], ...rows]);
  });

  test('with a quote that is not closed before 100,000 rows loses that row alone', async () => {
    const rows = await read(`a,b\n1,"x\n${'2,y\n'.repeat(100_000)}`, { size: 32_768 });
    expect(rows).toHaveLength(100_002);
    expect(rows.filter((row) => typeof row === 'string')).toEqual([
      expect.stringMatching(/not closed: rows 3 to 102 are/),
    ]);
  });

  test.each([
    ['a quote in each line', '1,"x\n'],
    ['quotes that close in the next line', 'x","y\n'],
    ['an empty cell and text in each line', '""b,"\n'],
    ['quotes alone', '"'],
    ['pairs of quotes in long lines', `"${'""'.repeat(300)}\n`],
    ['CR alone', '\r'],
  ])('of a megabyte with %s is read in linear time', async (_, unit) => {
    const costOf = (size: number): Promise<number> =>
      cpuMsOf(async () => {
        const file = Buffer.from(`a,b\n"${unit.repeat(Math.ceil(size / unit.length))}`);
        let rows = 0;
        for await (const row of csvRows(cut(file, 32_768), 'utf-8', ',')) rows += Object.keys(row).length;
        expect(rows).toBeGreaterThan(0);
      });
    const quarter = await costOf(250_000);
    // Quadratic cost would be sixteen times as much. What takes less than a second is quick enough by any law.
    expect(await costOf(1_000_000)).toBeLessThan(Math.max(1000, 8 * quarter));
  });

  test('with any content, in pieces of any size, gives the same rows, and at most one a line', async () => {
    const near = fc.stringMatching(/^(?:[a;,"\n\r\t]|""|;"|"\n){0,80}$/).map((text) => Buffer.from(text));
    const any = fc.uint8Array({ maxLength: 200 }).map((octets) => Buffer.from(octets));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(near, any),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom('utf-8', 'windows-1252', 'utf-16le', 'utf-16be', 'shift_jis'),
        async (octets, size, encoding) => {
          const rows = await read(octets, { size, encoding });
          expect(rows).toEqual(await read(octets, { size: 1000, encoding }));
          expect(rows.length).toBeLessThanOrEqual(octets.length);
          expect(rows).not.toContain('cannot be read');
        },
      ),
      { numRuns: 500 },
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
