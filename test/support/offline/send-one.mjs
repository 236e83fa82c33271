// Runs in a machine without a network, by the Node of the archive: node send-one.mjs TOKEN UID. Starts the simulated
// carrier and the gateway, sends one message, and prints how it ended.
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as rest } from 'node:timers/promises';

const [token, uid] = process.argv.slice(2);
const NODE = '/opt/tocsin/current/bin/node';
const POLL_MS = 20;

const lineOf = (child, wanted) =>
  new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on(
      'line',
      (line) => line.includes(wanted) && resolve(JSON.parse(line)),
    );
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });

const settings = JSON.stringify({ port: 2775, systemId: 'tocsin', password: 'secret' });
const stdio = ['pipe', 'pipe', 'inherit'];
const carrier = spawn(NODE, ['/opt/tocsin/current/src/sim/smsc/main.ts', settings], { stdio });
await lineOf(carrier, 'port');
const who = { uid: Number(uid), gid: Number(uid) };
const args = ['serve', '--config', '/etc/tocsin/tocsin.yaml'];
const gateway = spawn('/usr/local/bin/tocsin', args, { stdio, cwd: '/var/lib/tocsin', ...who });
const { url } = await lineOf(gateway, '"msg":"ready"');
const ask = async (path, body) => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return (await fetch(`${url}${path}`, { headers, ...sent })).json();
};

const { id } = await ask('/v1/messages', { to: '06 39 98 00 01', text: 'Sirène' });
let message = await ask(`/v1/messages/${id}`);
while (!['delivered', 'failed'].includes(message.state)) {
  await rest(POLL_MS);
  message = await ask(`/v1/messages/${id}`);
}
const user = statSync('/var/lib/tocsin/data/tocsin.db').uid;
process.stdout.write(JSON.stringify({ interfaces: Object.keys(networkInterfaces()), message, user }));
gateway.kill();
await new Promise((resolve) => gateway.once('exit', resolve));
carrier.kill();
