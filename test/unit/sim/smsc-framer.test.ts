import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer } from '../../../src/sim/smsc/pdu/framer.ts';

const pdu = (length: number, fill: number): Buffer => {
  const octets = Buffer.alloc(length, fill);
  octets.writeUInt32BE(length, 0);
  return octets;
};

const collect = (chunks: readonly Buffer[]): { frames: string[]; bad: number | undefined } => {
  const framer = new Framer();
  const frames: string[] = [];
  let bad: number | undefined;
  for (const chunk of chunks) {
    bad ??= framer.push(chunk, (buffer, start, end) => {
      frames.push(buffer.toString('hex', start, end));
      return true;
    });
  }
  return { frames, bad };
};

describe('the simulated carrier cuts a stream into PDUs', () => {
  it('wherever the network split the stream', () => {
    const pdus = [pdu(16, 1), pdu(17, 2), pdu(300, 3), pdu(16, 4)];
    const stream = Buffer.concat(pdus);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 20 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const chunks = edges.slice(1).map((edge, index) => stream.subarray(edges[index], edge));
        expect(collect(chunks).frames).toEqual(pdus.map((each) => each.toString('hex')));
      }),
    );
  });

  it('when the stream comes one octet at a time', () => {
    const stream = Buffer.concat([pdu(16, 1), pdu(40, 2)]);
    const { frames } = collect([...stream].map((octet) => Buffer.of(octet)));
    expect(frames).toHaveLength(2);
  });

  it.each([0, 3, 4, 15, 70_001, 0x7fffffff, 0xffffffff])(
    'and reads nothing after a command_length of %i',
    (length) => {
      const header = Buffer.alloc(20);
      header.writeUInt32BE(length, 0);
      const { frames, bad } = collect([Buffer.concat([pdu(16, 1), header, pdu(16, 2)])]);
      expect(frames).toHaveLength(1);
      expect(bad).toBe(length);
    },
  );

  it('and stops when its callback returns false', () => {
    const framer = new Framer();
    let taken = 0;
    framer.push(Buffer.concat([pdu(16, 1), pdu(16, 2)]), () => {
      taken++;
      return false;
    });
    expect(taken).toBe(1);
  });
});
