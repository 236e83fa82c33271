import { describe, expect, it } from 'vitest';
import { answers, LineSorter } from '../../../../../src/routes/modem/at/line-sorter.ts';

const sortAll = (lines: readonly string[]) => {
  const sorter = new LineSorter();
  return lines.map((line) => sorter.sort(line));
};

describe('the sorter of modem lines', () => {
  it.each(['+CMT: ,24', '+CMT: "",24', '+CDS: 25', '+CDS: ,25', '+CBM: 88'])(
    'joins %s with the PDU after it',
    (head) => {
      expect(sortAll([head, '07AB'])).toEqual([undefined, { kind: 'pdu', head, pdu: '07AB' }]);
    },
  );

  it('waits for the PDU while other lines come in between', () => {
    expect(sortAll(['+CDS: 25', 'RING', '07AB'])).toEqual([
      undefined,
      { kind: 'line', line: 'RING' },
      { kind: 'pdu', head: '+CDS: 25', pdu: '07AB' },
    ]);
  });

  it('stops waiting for a PDU that never comes, so that a later PDU is not taken for the missing one', () => {
    const frames = sortAll(['+CDS: 25', 'RING', 'RING', '+CMGR: 1,,24', '07AB']);
    expect(frames.at(-1)).toEqual({ kind: 'line', line: '07AB' });
  });
});

describe('telling a modem’s answers from unsolicited lines', () => {
  it.each([
    'RING',
    'NO CARRIER',
    '+CREG: 1',
    '^RSSI:17',
    '^BOOT:1,0',
    '+ZUSIMR:2',
    '+CMTI: "SM",1',
    '*PSUTTZ: 1',
  ])('the line %s is no answer to AT+CSQ', (line) => {
    expect(answers(line, '+CSQ')).toBe(false);
  });

  it('lines with the prefix of the command, and lines without a prefix, are answers', () => {
    expect(answers('+CSQ: 20,0', '+CSQ')).toBe(true);
    expect(answers('490154203237518', '+CGSN')).toBe(true);
    expect(answers('07AB', '+CMGR')).toBe(true);
  });
});
