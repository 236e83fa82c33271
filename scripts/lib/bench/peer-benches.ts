import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Kannel } from '../kannel.ts';
import { type BenchSize, CONNECTIONS, type Figures, httpLoad, TEXT } from './bench-load.ts';
import { SinkProcess } from './sink-process.ts';

const RAW = fileURLToPath(new URL('./raw-smpp.ts', import.meta.url));
// Kannel has about a tenth of Tocsin's speed, so that a tenth of the messages makes a run of the same length.
const SHARE = 0.2;

const kannel = async (
  { messages, window }: BenchSize,
  receipts: boolean,
): Promise<{ accepted: Figures; perSecond: number; residentMb: number }> => {
  const total = Math.round(messages * SHARE);
  const sink = await SinkProcess.start({ port: 0, keepMessages: false });
  const peer = await Kannel.start(sink.port, window);
  const counter = receipts ? 'receiptsAcked' : 'accepted';
  try {
    const started = performance.now();
    const accepted = await httpLoad({
      port: peer.sendPort,
      request: `GET ${Kannel.path('+33639980001', TEXT, receipts)} HTTP/1.1\r\nHost: 127.0.0.1:${peer.sendPort}\r\nConnection: keep-alive\r\n\r\n`,
      accepted: 202,
      connections: CONNECTIONS,
      total,
    });
    while (((await sink.stats())[counter] ?? 0) < total) await wait(20);
    const seconds = (performance.now() - started) / 1000;
    return { accepted, perSecond: total / seconds, residentMb: peer.memory() };
  } finally {
    await peer.stop();
    await sink.stop();
  }
};

/** Posts one message a request to Kannel, which sends it over SMPP and acknowledges each receipt. */
export const kannelWithReceipts = async (size: BenchSize): Promise<Figures> => {
  const { accepted, perSecond, residentMb } = await kannel(size, true);
  return { ...accepted, deliveredPerSecond: perSecond, residentMb };
};

/** Posts to Kannel without receipts: measures to the last submit_sm. */
export const kannelWithoutReceipts = async (size: BenchSize): Promise<Figures> => {
  const { accepted, perSecond, residentMb } = await kannel(size, false);
  return { ...accepted, submittedPerSecond: perSecond, residentMb };
};

/** The npm package's own client against its own server: no queue, no disk, no receipts. */
export const raw = async ({ messages, window }: BenchSize): Promise<Figures> => {
  const server = spawn(process.execPath, [RAW, 'server'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [port] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
    const client = spawn(process.execPath, [RAW, 'client', port, String(messages), String(window)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: client.stdout }), 'line')) as [string];
    return JSON.parse(line) as Figures;
  } finally {
    server.kill('SIGTERM');
  }
};
