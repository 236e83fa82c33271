import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameReader, MAX_FRAME_OCTETS } from '../../../../src/protocols/smpp/framing.ts';
import { pdu } from '../../../support/smpp/scripted-smsc.ts';

const read = (chunks: readonly Uint8Array[]) => {
  const frames: Buffer[] = [];
  const reader = new FrameReader((frame) => frames.push(Buffer.from(frame)));
  const faults = chunks.map((chunk) => reader.push(Buffer.from(chunk)));
  return { frames, faults };
};

const length = (value: number): Buffer => {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value);
  return octets;
};

describe('cutting a stream into frames', () => {
  test('two PDUs in one chunk are two frames', () => {
    const [one, two] = [pdu(0x15, 0, 1), pdu(0x4, 0, 2, Buffer.from('body'))];
    expect(read([Buffer.concat([one, two])]).frames).toEqual([one, two]);
  });

  test('two PDUs that arrive in pieces, cut between and inside the PDUs, are two frames', () => {
    const [one, two] = [pdu(0x15, 0, 1), pdu(0x4, 0, 2, Buffer.from('body'))];
    expect(read([one, two.subarray(0, 2), two.subarray(2, 17), two.subarray(17)]).frames).toEqual([one, two]);
  });

  test('a stream of one octet at a time gives the same frames', () => {
    const frames = [pdu(0x15, 0, 1), pdu(0x5, 0, 2, Buffer.alloc(300, 7)), pdu(0x6, 0, 3)];
    const octets = [...Buffer.concat(frames)].map((octet) => Uint8Array.of(octet));
    expect(read(octets).frames).toEqual(frames);
  });

  test('the frames are the same wherever the stream is cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }),
        fc.array(fc.nat({ max: 400 }), { maxLength: 10 }),
        (bodies, cuts) => {
          const frames = bodies.map((body, index) => pdu(0x5, 0, index + 1, body));
          const stream = Buffer.concat(frames);
          const at = [0, ...cuts.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length];
          const chunks = at.slice(1).map((end, index) => stream.subarray(at[index], end));
          expect(read(chunks).frames).toEqual(frames);
        },
      ),
    );
  });

  test('the greatest frame allowed is read', () => {
    const frame = pdu(0x103, 0, 1, Buffer.alloc(MAX_FRAME_OCTETS - 16, 1));
    expect(read([frame.subarray(0, 100), frame.subarray(100)]).frames).toEqual([frame]);
  });
});

describe('a PDU with an impossible command_length', () => {
  test.each([
    ['0', 0],
    ['3, under its own size', 3],
    ['exactly 4', 4],
    ['8', 8],
    ['15, under a header', 15],
    ['one above the greatest', MAX_FRAME_OCTETS + 1],
    ['negative', 0xffffffff],
    ['that of a web request', Buffer.from('GET ').readUInt32BE()],
  ])('is a fault as soon as the length is read, before anything is kept: %s', (_, value) => {
    const octets = Buffer.concat([length(value), Buffer.alloc(100)]);
    expect(read([octets]).faults).toEqual([{ length: value }]);
    expect(read([...octets.subarray(0, 4)].map((octet) => Uint8Array.of(octet))).faults.at(3)).toEqual({
      length: value,
    });
  });

  test('does not stop the frames before it from being passed on', () => {
    const { frames, faults } = read([Buffer.concat([pdu(0x15, 0, 1), length(3)])]);
    expect(frames).toHaveLength(1);
    expect(faults).toEqual([{ length: 3 }]);
  });
});

test('a frame reader that is closed passes on no more frames, not even from the chunk that it is reading', () => {
  const frames: Buffer[] = [];
  const reader = new FrameReader((frame) => {
    frames.push(frame);
    reader.close();
  });
  reader.push(Buffer.concat([pdu(0x15, 0, 1), pdu(0x15, 0, 2)]));
  expect(frames).toHaveLength(1);
});
