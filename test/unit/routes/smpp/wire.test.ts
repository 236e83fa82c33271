import { describe, expect, test } from 'vitest';
import { PduTrace } from '../../../../src/protocols/smpp/pdu-trace.ts';
import { Wire } from '../../../../src/routes/smpp/link/wire.ts';
import { SlowSocket } from '../../../support/http/slow-socket.ts';
import { pdu } from '../../../support/smpp/scripted-smsc.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const rig = () => {
  const socket = new SlowSocket();
  const told: string[] = [];
  const trace = new PduTrace(new VirtualClock());
  const wire = new Wire(socket, 'connect', trace, {
    connected: () => told.push('connected'),
    frame: () => told.push('frame'),
    readEnd: () => told.push('readEnd'),
    drained: () => told.push('drained'),
    broken: (reason) => told.push(`broken: ${reason}`),
    closed: (reason) => told.push(`closed: ${reason}`),
  });
  socket.emit('connect');
  return { socket, told, wire, trace };
};

const turn = () => new Promise((resolve) => setImmediate(resolve));

const ping = pdu(0x15, 0, 1);

describe('writing to the carrier’s socket', () => {
  test('all PDUs of one turn of the event loop leave in one write', async () => {
    const { socket, wire } = rig();
    for (let i = 0; i < 5; i++) wire.write(ping);
    expect(socket.written).toEqual([]);
    await turn();
    expect(socket.written).toEqual([Buffer.concat(Array.from({ length: 5 }, () => ping))]);
  });

  test('PDUs that fill more than one buffer keep their order', async () => {
    const { socket, wire } = rig();
    const frames = Array.from({ length: 5000 }, (_, sequence) => pdu(0x15, 0, sequence));
    for (const frame of frames) wire.write(frame);
    for (let i = 0; i < 10; i++) {
      await turn();
      socket.takeIn();
    }
    expect(Buffer.concat(socket.written).equals(Buffer.concat(frames))).toBe(true);
  });

  test('a peer that does not read blocks further writing, and an event tells when the peer reads again', async () => {
    const { socket, wire, told } = rig();
    wire.write(pdu(0x15, 0, 1, Buffer.alloc(2000)));
    expect(wire.blocked).toBe(false);
    await turn();
    expect(wire.blocked).toBe(true);
    socket.takeIn();
    await turn();
    expect(wire.blocked).toBe(false);
    expect(told).toEqual(['connected', 'drained']);
  });

  test('a write that fails blocks further writing, and PDUs that came before are still read', async () => {
    const { socket, wire, told } = rig();
    wire.write(ping);
    await turn();
    expect(wire.blocked).toBe(false);
    socket.refuse();
    expect(wire.blocked).toBe(true);
    socket.push(ping);
    await turn();
    expect(told).toEqual(['connected', 'frame', 'readEnd']);
  });

  test('a peer that sends requests and never reads the answers is no longer read: the answers would fill the memory', async () => {
    const { socket, wire, told } = rig();
    wire.write(ping);
    await turn();
    for (let answers = 0; answers < 70_000; answers++) wire.write(ping);
    await turn();
    expect(socket.isPaused()).toBe(true);
    for (let i = 0; i < 20; i++) {
      socket.takeIn();
      await turn();
    }
    expect(told).toContain('drained');
    expect(socket.isPaused()).toBe(false);
  });

  test('a PDU for a closed socket is dropped, and not traced as sent', async () => {
    const { socket, wire, trace } = rig();
    trace.start(1000, { unmasked: false });
    wire.destroy();
    wire.write(ping);
    await turn();
    expect(socket.written).toEqual([]);
    expect(trace.lines).toEqual([]);
  });
});

describe('closing the carrier’s socket', () => {
  test('lets the last PDUs leave, then closes', async () => {
    const { socket, wire, told } = rig();
    wire.write(ping);
    wire.destroy();
    expect(socket.written).toEqual([ping]);
    await turn();
    expect(socket.destroyed).toBe(true);
    expect(told).toEqual(['connected']);
  });

  test('does not wait for a peer that does not read', async () => {
    const { socket, wire } = rig();
    wire.write(pdu(0x15, 0, 1, Buffer.alloc(2000)));
    await turn();
    wire.destroy();
    expect(socket.destroyed).toBe(true);
  });
});

describe('reading from the carrier’s socket', () => {
  test('the frames of one read are passed on, then the end of the read is reported', async () => {
    const { socket, told } = rig();
    socket.push(Buffer.concat([ping, ping]));
    await turn();
    expect(told).toEqual(['connected', 'frame', 'frame', 'readEnd']);
  });

  test('a length that no PDU has breaks the link', async () => {
    const { socket, told } = rig();
    socket.push(Buffer.of(0, 0, 0, 3));
    await turn();
    expect(told[1]).toBe('broken: the carrier sent a frame of 3 octets');
  });

  test('a handler that throws an error breaks this link, not the gateway', async () => {
    const socket = new SlowSocket();
    const reasons: string[] = [];
    new Wire(socket, 'connect', new PduTrace(new VirtualClock()), {
      connected: () => {},
      frame: () => {
        throw new RangeError('no such thing');
      },
      readEnd: () => {},
      drained: () => {},
      broken: (reason) => reasons.push(reason),
      closed: () => {},
    });
    socket.push(ping);
    await turn();
    expect(reasons).toEqual(['a PDU of the carrier could not be handled: RangeError: no such thing']);
  });

  test.each([
    ['before it was reached', [], 'ECONNREFUSED', 'the carrier refuses the connection (ECONNREFUSED)'],
    [
      'before it was reached, with an unknown code',
      [],
      'EWHATEVER',
      'the carrier cannot be reached (EWHATEVER)',
    ],
    ['once connected', ['connect'], 'ECONNRESET', 'the connection broke (ECONNRESET)'],
  ])('an error %s is reported with a reason in words', async (_, events, code, reason) => {
    const socket = new SlowSocket();
    const closed: string[] = [];
    new Wire(socket, 'connect', new PduTrace(new VirtualClock()), {
      connected: () => {},
      frame: () => {},
      readEnd: () => {},
      drained: () => {},
      broken: () => {},
      closed: (why) => closed.push(why),
    });
    for (const event of events) socket.emit(event);
    socket.destroy(Object.assign(new Error('broken'), { code }));
    await turn();
    expect(closed).toEqual([reason]);
  });
});
