import { connect } from 'node:net';
import type { LoadOrder } from './bench-load.ts';
import { lengthOfAnswer } from './http-answer.ts';

/**
 * Sends one request over and over on keep-alive connections, each with one request at a time. It uses plain sockets and
 * builds the request once, so that it leaves the two cores to the gateway. Prints one line of JSON.
 */
const order = JSON.parse(process.argv[2] ?? '{}') as LoadOrder;
const request = Buffer.from(order.request);
const latencies: number[] = [];
const end = performance.now() + (order.seconds ?? 3600) * 1000;
let left = order.total ?? Number.POSITIVE_INFINITY;

const drive = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(order.port, '127.0.0.1');
    let started = 0;
    let text = '';
    const next = (): void => {
      started = performance.now();
      if (started >= end || left-- <= 0) socket.end();
      else socket.write(request);
    };
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('connect', next);
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.on('data', (chunk: string) => {
      text = text === '' ? chunk : text + chunk;
      const length = lengthOfAnswer(text);
      if (length === undefined || text.length < length) return;
      if (!text.startsWith(`HTTP/1.1 ${order.accepted}`)) {
        reject(new Error(text.slice(0, length)));
        return;
      }
      latencies.push(performance.now() - started);
      text = text.slice(length);
      next();
    });
  });

const began = performance.now();
await Promise.all(Array.from({ length: order.connections }, drive));
const seconds = (performance.now() - began) / 1000;
latencies.sort((a, b) => a - b);
const percentile = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
process.stdout.write(
  `${JSON.stringify({ acceptedPerSecond: latencies.length / seconds, p50Ms: percentile(0.5), p99Ms: percentile(0.99) })}\n`,
);
