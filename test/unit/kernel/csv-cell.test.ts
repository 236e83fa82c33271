import { describe, expect, test } from 'vitest';
import { bareCell, csvCell } from '../../../src/kernel/csv-cell.ts';

describe('a cell of a CSV file', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+33639980001', '+33639980001'],
    ['-3.5', '-3.5'],
    ['-3+cmd', "'-3+cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', '"\'\tx"'],
    ['\nx', '"\'\nx"'],
    ['\uff1d1', "'\uff1d1"],
  ])('%j is no formula: %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  test.each([
    ['salut;=HYPERLINK("http://example.org")', '"salut;\'=HYPERLINK(""http://example.org"")"'],
    ['a; @x', '"a; \'@x"'],
    ['a\r\n=1', '"a\r\n\'=1"'],
    ['a\t-1', '"a\t\'-1"'],
  ])(
    '%j has no formula in it for a spreadsheet that cuts at another delimiter, as the French Excel does',
    (text, cell) => {
      expect(csvCell(text)).toBe(cell);
    },
  );

  test.each(['=1', '+x', 'a;=1', 'a\n@x', "it's", 'a;b', "a;'b", '', "'tis"])(
    '%j comes back as it was when the file is imported',
    (text) => {
      expect(bareCell(csvCell(text).replace(/^"|"$/g, '').replaceAll('""', '"'))).toBe(text);
    },
  );
});
