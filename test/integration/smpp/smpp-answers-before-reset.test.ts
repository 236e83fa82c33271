import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import { cstring, pdu } from '../../support/smpp/scripted-smsc.ts';
import { makeRoute } from '../../support/smpp/smpp-rig.ts';
import { samplePart } from '../../support/smpp/smpp-samples.ts';

const ANSWERED = 40;
const THROTTLED = 0x58;

/** A carrier that refuses the first 40 submits in one write, reads no more, and closes the connection with `hangUp`. */
const refusingCarrier = async (hangUp: (socket: Socket) => void): Promise<number> => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    let buffered = Buffer.alloc(0);
    const sequences: number[] = [];
    socket.on('data', (chunk) => {
      buffered = Buffer.concat([buffered, chunk]);
      while (buffered.length >= 16 && buffered.length >= buffered.readUInt32BE(0)) {
        const frame = buffered.subarray(0, buffered.readUInt32BE(0));
        buffered = buffered.subarray(frame.length);
        const sequence = frame.readUInt32BE(12);
        if (frame.readUInt32BE(4) === 0x09) socket.write(pdu(0x80000009, 0, sequence, cstring('smsc')));
        if (frame.readUInt32BE(4) === 0x04) sequences.push(sequence);
      }
      if (sequences.length < ANSWERED) return;
      socket.removeAllListeners('data');
      const answers = sequences.slice(0, ANSWERED).map((sequence) => pdu(0x80000004, THROTTLED, sequence));
      socket.write(Buffer.concat(answers), () => hangUp(socket));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};

test.each([
  ['ends the connection', (socket: Socket) => socket.end()],
  ['closes the connection with submits unread', (socket: Socket) => socket.destroy()],
  ['resets the connection', (socket: Socket) => socket.resetAndDestroy()],
])(
  'parts that a carrier refused are not uncertain when it then %s, even if more submits are being written',
  async (_how, hangUp) => {
    const port = await refusingCarrier(hangUp);
    const { route, events } = makeRoute({ port, window: 1000, reconnect: { min: '60s', max: '60s' } });
    route.start();
    await events.until(() => route.status().state === 'up');
    const outcomes: Promise<Outcome>[] = [];
    while (route.status().state === 'up' && outcomes.length < 900) {
      for (let i = 0; i < 10; i++) outcomes.push(route.submit(samplePart()));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await events.until(() => route.status().state === 'down');
    const kinds = (await Promise.all(outcomes)).map((outcome) =>
      outcome.kind === 'retry' && outcome.throttled ? 'throttled' : outcome.kind,
    );
    expect(kinds.filter((kind) => kind === 'throttled')).toHaveLength(ANSWERED);
  },
);
