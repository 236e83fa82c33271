import { describe, expect, it } from 'vitest';
import { inboundParts } from '../../../src/sim/smsc/carrier/inbound.ts';
import { TokenBucket } from '../../../src/sim/smsc/carrier/limits.ts';
import { calm, changed } from '../../../src/sim/smsc/carrier/misbehaviour.ts';
import { seededRandom } from '../../../src/sim/smsc/carrier/random.ts';
import { FrameWriter } from '../../../src/sim/smsc/pdu/frame-writer.ts';
import { badLength, malformedPdu } from '../../../src/sim/smsc/pdu/malformed.ts';
import { smppMinute, smppTime } from '../../../src/sim/smsc/pdu/smpp-time.ts';

describe('the hidden limit of a simulated carrier (token bucket)', () => {
  it('accepts the parts of one second at once, then as many parts per second as it is set to', () => {
    const limit = new TokenBucket(5, 5);
    const burst = Array.from({ length: 7 }, () => limit.rule(1000).taken);
    expect(burst).toEqual([true, true, true, true, true, false, false]);
    expect(limit.rule(1199).taken).toBe(false);
    expect(limit.rule(1200).taken).toBe(true);
    expect(limit.rule(1200).taken).toBe(false);
  });

  it('accepts one part every two seconds when it is 0.5 per second', () => {
    const limit = new TokenBucket(0.5, 1);
    expect([0, 1000, 2000, 3999, 4000].map((now) => limit.rule(now).taken)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });
});

describe('the seeded random numbers of the simulated carrier', () => {
  it('are equal for equal seeds, and lie from 0 to 1', () => {
    const row = (seed: number) => Array.from({ length: 1000 }, seededRandom(seed));
    expect(row(1)).toEqual(row(1));
    expect(row(1)).not.toEqual(row(2));
    const share = row(3).filter((value) => value < 0.3).length / 1000;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
    expect(Math.min(...row(4))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...row(4))).toBeLessThan(1);
  });
});

describe('the output of the simulated carrier', () => {
  it('is one PDU after the other, and octets that were already taken are never overwritten', () => {
    const out = new FrameWriter();
    const write = (sequence: number, octets: number) => {
      out.begin(5, 0, sequence, octets);
      out.octets(new Uint8Array(octets).fill(sequence));
      out.end();
    };
    write(1, 10);
    const first = out.take();
    write(2, 10);
    write(3, 100_000);
    write(4, 10);
    expect(first.toString('hex')).toBe(`0000001a000000050000000000000001${'01'.repeat(10)}`);
    const rest = out.take();
    expect(rest).toHaveLength(26 + 16 + 100_000 + 26);
    expect(rest.readUInt32BE(26)).toBe(100_016);
    expect(rest.subarray(-26).toString('hex')).toBe(`0000001a000000050000000000000004${'04'.repeat(10)}`);
    expect(out.pending).toBe(0);
  });

  it('has time stamps in the form of the specification, in UTC', () => {
    const at = Date.UTC(2026, 10, 24, 9, 5, 7, 300);
    expect(smppMinute(at)).toBe('2611240905');
    expect(smppMinute(at + 60_000)).toBe('2611240906');
    expect(smppTime(at)).toBe('261124090507300+');
  });

  it('has a right length when it is malformed otherwise, and an impossible length when badLength is set', () => {
    for (let n = 0; n < 30; n++) {
      const pdu = malformedPdu(n);
      expect(pdu.readUInt32BE(0)).toBe(pdu.length);
      const length = badLength(n).readUInt32BE(0);
      expect(length < 16 || length > 70_000).toBe(true);
    }
  });
});

describe('a text from a simulated phone', () => {
  const from = '+33639980001';

  it('is sent as it is when it fits in one part', () => {
    const parts = inboundParts({ from, to: '38000', text: 'Safe' });
    expect(parts).toHaveLength(1);
    expect(parts[0]).toMatchObject({
      dataCoding: 0,
      esmClass: 0,
      octets: Uint8Array.from(Buffer.from('Safe')),
    });
    expect(parts[0]?.source).toEqual({ ton: 1, npi: 1, text: '33639980001' });
    expect(parts[0]?.destination).toEqual({ ton: 0, npi: 0, text: '38000' });
  });

  it('is sent in parts with an 8-bit or 16-bit concatenation header, in the requested order', () => {
    const long = inboundParts({
      from,
      to: '38000',
      text: 'x'.repeat(400),
      order: [3, 1, 2],
      reference: 0x1234,
    });
    expect(long.map(({ octets }) => Buffer.from(octets.subarray(0, 7)).toString('hex'))).toEqual([
      '06080412340303',
      '06080412340301',
      '06080412340302',
    ]);
    expect(long.map(({ octets }) => octets.length)).toEqual([7 + 96, 7 + 152, 7 + 152]);
    const narrow = inboundParts({ from, to: '38000', text: 'x'.repeat(200), long: 'udh8', reference: 9 });
    expect(Buffer.from((narrow[1]?.octets ?? Buffer.alloc(0)).subarray(0, 6)).toString('hex')).toBe(
      '050003090202',
    );
  });

  it('is sent with SAR parameters, or whole in message_payload', () => {
    const text = 'x'.repeat(200);
    const sar = inboundParts({ from, to: '38000', text, long: 'sar', reference: 3 });
    expect(sar.map((part) => part.sar)).toEqual([
      { reference: 3, total: 2, part: 1 },
      { reference: 3, total: 2, part: 2 },
    ]);
    const payload = inboundParts({ from, to: '38000', text, long: 'payload' });
    expect(payload).toMatchObject([{ inPayload: true }]);
    expect(payload[0]?.octets).toHaveLength(200);
  });

  it('is never cut within a surrogate pair', () => {
    const parts = inboundParts({ from, to: '38000', text: `x${'😀'.repeat(40)}` });
    expect(parts).toHaveLength(2);
    for (const { octets } of parts) {
      const last = Buffer.from(octets.subarray(-2)).readUInt16BE();
      expect(last & 0xfc00).toBe(0xdc00);
    }
  });

  it('cannot be asked for a part that it does not have', () => {
    const text = 'x'.repeat(200);
    expect(() => inboundParts({ from, to: '38000', text, order: [3] })).toThrow('no part 3 of 2');
  });
});

describe('a misbehaviour of the simulated carrier', () => {
  it('stays set until it is changed, also when another one is set', () => {
    const once = changed(calm, { noAnswer: 0.5, refuseNumbers: new Set(['+33639980001']) });
    const twice = changed(once, { slowMs: 3 });
    expect(twice).toMatchObject({ noAnswer: 0.5, slowMs: 3 });
    expect(twice.refuseNumbers).toEqual(new Set(['33639980001']));
    expect(changed(twice, calm)).toEqual(calm);
  });
});
