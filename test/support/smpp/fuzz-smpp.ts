import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { dial } from '../../../src/routes/smpp/link/dial.ts';
import { createSmppRoute } from '../../../src/routes/smpp/smpp-route.ts';
import { mutateFrame, seededRandom } from './mutate-frame.ts';
import { RouteRecorder, recordingLog } from './route-recorder.ts';
import { pdu } from './scripted-smsc.ts';
import { smppFrames } from './smpp-frames.ts';
import { samplePart, smppConfig } from './smpp-samples.ts';

export interface FuzzResult {
  readonly frames: number;
  /** Links that the route closed because it could not follow any more. */
  readonly closed: number;
  /** Batches after which the route still answered. */
  readonly answered: number;
  /** Octets of heap at the end beyond those after the first tenth. */
  readonly heapGrowth: number;
  /** What the route thought its own fault. */
  readonly errors: readonly string[];
}

/** unbind ends a link, right or mutated: now and then is enough. */
const UNBIND = 0x6;
const lasting = smppFrames.filter((frame) => frame.readUInt32BE(4) !== UNBIND);
const framesFor = (random: () => number) => (random() < 0.01 ? smppFrames : lasting);

const BATCH = 500;
const WRONG_LENGTH = 0.0005;
const LAST_SEQUENCE = 0x7ffffffe;

/** More enquire_link than the longest frame that a bent length can make the route wait for. */
const question = Buffer.concat(Array.from({ length: 4500 }, () => pdu(0x15, 0, LAST_SEQUENCE)));
const answer = pdu(0x80000015, 0, LAST_SEQUENCE);

/**
 * Sends mutated frames to a bound route over TCP, with submits in flight. After each batch it must answer
 * enquire_link, or have closed the link and dial again: never resolves if it hangs.
 */
export const fuzzSmppRoute = async (frames: number, seed: number): Promise<FuzzResult> => {
  const random = seededRandom(seed);
  const sockets: Socket[] = [];
  let wake = () => {};
  const server = createServer((socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
    wake();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const log = recordingLog();
  const events = new RouteRecorder();
  const route = createSmppRoute(
    smppConfig({
      port: typeof address === 'object' && address !== null ? address.port : 0,
      reconnect: { min: '10ms', max: '20ms' },
      // A bent length can make the route wait for octets that never come: then enquire_link finds the link dead.
      enquireLink: '100ms',
      responseTimeout: '100ms',
    }),
    { clock: systemClock, events, log, random, dial },
  );
  route.start();

  let sent = 0;
  let closed = 0;
  let answered = 0;
  let heapAtTenth = 0;
  while (sent < frames) {
    const socket = sockets.shift();
    if (socket === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      continue;
    }
    await once(socket, 'data');
    socket.write(pdu(0x80000009, 0, 1, Buffer.from('SMSC\0')));
    while (sent < frames && !socket.destroyed) {
      for (let room = Math.min(5, route.status().room); room > 0; room--) void route.submit(samplePart());
      const batch = Array.from({ length: BATCH }, (_, index) =>
        mutateFrame(pick(framesFor(random), sent + index), random, WRONG_LENGTH),
      );
      sent += BATCH;
      socket.write(Buffer.concat([...batch, question]));
      if (await isAnswered(socket)) answered++;
      else closed++;
      events.forget();
      log.lines.splice(0, log.lines.length - 1000);
      if (heapAtTenth === 0 && sent >= frames / 10) heapAtTenth = heap();
    }
  }
  await route.stop(AbortSignal.abort());
  server.close();
  for (const socket of sockets) socket.destroy();
  const errors = log.lines.filter(({ level }) => level === 'error').map(({ message }) => message);
  return { frames: sent, closed, answered, heapGrowth: heap() - heapAtTenth, errors };
};

const pick = (frames: readonly Buffer[], index: number): Buffer => frames[index % frames.length] ?? answer;

const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

/** True once the answer comes, false once the socket is closed. */
const isAnswered = (socket: Socket): Promise<boolean> =>
  new Promise((resolve) => {
    let tail = Buffer.alloc(0);
    const finish = (is: boolean) => {
      socket.off('data', look).off('close', onClose);
      resolve(is);
    };
    const look = (chunk: Buffer) => {
      tail = Buffer.concat([tail, chunk]);
      if (tail.includes(answer)) finish(true);
      tail = tail.subarray(-answer.length);
    };
    const onClose = () => finish(false);
    socket.on('data', look).on('close', onClose);
  });
