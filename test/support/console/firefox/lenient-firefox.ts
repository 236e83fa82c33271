#!/usr/bin/env node
/*
 * Starts the Firefox that TOCSIN_FIREFOX names, and stands between it and playwright: what an older Firefox (ESR 140)
 * does not know of WebDriver BiDi, such as another time zone for one window, is answered as if it were done. Without
 * this, playwright would refuse it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { lenient } from './lenient-frames.ts';

const firefox = spawn(process.env['TOCSIN_FIREFOX'] ?? 'firefox', process.argv.slice(2), {
  stdio: ['inherit', 'inherit', 'pipe'],
});
firefox.on('exit', (code) => process.exit(code ?? 1));
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => firefox.kill(signal));

let port = 0;
const server = createServer((near) => {
  const far = connect(port, '127.0.0.1');
  // Firefox refuses a request that names another port than its own.
  near.once('data', (head: Buffer) => {
    far.write(head.toString('latin1').replace(/^Host: .*$/im, `Host: 127.0.0.1:${port}`), 'latin1');
    near.pipe(far);
  });
  far.pipe(lenient()).pipe(near);
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const)
    one.on('error', () => other.destroy()).on('close', () => other.destroy());
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const own = (server.address() as AddressInfo).port;

for await (const line of createInterface(firefox.stderr)) {
  const [, found] = /WebDriver BiDi listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(line) ?? [];
  if (found !== undefined) port = Number(found);
  process.stderr.write(`${found === undefined ? line : line.replace(found, String(own))}\n`);
}
