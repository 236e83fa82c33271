import { describe, expect, it } from 'vitest';
import { writeDelivers } from '../../../src/sim/modem/pdu/deliver.ts';
import { writeStatusReport } from '../../../src/sim/modem/pdu/status-report.ts';
import { readTimestamp, writeTimestamp } from '../../../src/sim/modem/pdu/timestamp.ts';

const message = {
  serviceCentre: '+33199000001',
  from: '+33639980001',
  text: 'yes',
  at: new Date('2026-03-01T12:00:00Z'),
};

describe('an SMS-DELIVER PDU of the simulated network', () => {
  it('equals a published one that has a time zone west of Greenwich', () => {
    const [pdu] = writeDelivers(
      {
        serviceCentre: '+31624000000',
        from: '+31641600986',
        text: 'How are you?',
        at: new Date('2002-08-26T20:37:41Z'),
        zoneMinutes: -60,
      },
      0,
    );
    expect(pdu).toEqual({
      hex: '07911326040000F0040B911346610089F60000208062917314480CC8F71D14969741F977FD07',
      length: 30,
    });
  });

  it('equals a published one, except for the bit TP-MMS', () => {
    const [pdu] = writeDelivers(
      {
        serviceCentre: '+79037011111',
        from: '+79642161111',
        text: 'Привет, мир!',
        at: new Date('2018-11-08T12:21:22Z'),
        zoneMinutes: 480,
      },
      0,
    );
    const published =
      '07919730071111F1000B919746121611F100088111800212222318' +
      '041F04400438043204350442002C0020043C043804400021';
    expect(pdu?.hex).toBe(published.replace('F1000B', 'F1040B'));
  });

  it('can have an alphanumeric sender, and a short number as sender', () => {
    expect(writeDelivers({ ...message, from: 'PREFECTURE' }, 0)[0]?.hex).toMatch(
      /^.{16}0412D05069D1581C52ABD2220000/,
    );
    expect(writeDelivers({ ...message, from: '38600' }, 0)[0]?.hex).toMatch(/^.{16}0405818306F0/);
    expect(() => writeDelivers({ ...message, from: 'TWELVE CHARS' }, 0)).toThrow('11 characters');
  });

  it('of a long text has 153 septets at most, and never separates a € from its escape', () => {
    const pdus = writeDelivers({ ...message, text: `${'a'.repeat(152)}€${'b'.repeat(10)}` }, 7);
    expect(pdus).toHaveLength(2);
    // The first part has 7 septets of header and 152 of text; the second has 7, the escape pair and 10.
    expect(pdus[0]?.hex.slice(16)).toMatch(/^440B913336990800F10000.{14}9F050003070201/);
    expect(pdus[1]?.hex.slice(16)).toMatch(/^440B913336990800F10000.{14}13050003070202/);
  });

  it('of a long text in UCS-2 never cuts a surrogate pair', () => {
    const pdus = writeDelivers({ ...message, text: `${'д'.repeat(66)}😀ддд` }, 7);
    expect(pdus).toHaveLength(2);
    expect(pdus[1]?.hex).toMatch(/10050003070202D83DDE00043404340434$/);
  });
});

describe('a status report of the simulated network', () => {
  it('has the recipient as the SUBMIT had it, both time stamps and the status', () => {
    const report = writeStatusReport({
      serviceCentre: '+33199000001',
      reference: 0xd1,
      to: Uint8Array.of(0x0b, 0x91, 0x33, 0x36, 0x99, 0x08, 0x00, 0xf1),
      sentAt: new Date('2026-03-01T12:00:00Z'),
      doneAt: new Date('2026-03-01T12:00:09Z'),
      status: 0x46,
    });
    expect(report).toEqual({
      hex: '07913391090000F1' + '06D1' + '0B913336990800F1' + '62301021000000' + '62301021009000' + '46',
      length: 25,
    });
  });

  it('has time stamps that can be read back, in any time zone', () => {
    const at = new Date('2026-12-31T23:59:58Z');
    for (const zoneMinutes of [-720, -15, 0, 345, 840]) {
      expect(readTimestamp(writeTimestamp(at, zoneMinutes))).toBe(at.getTime());
    }
  });
});
