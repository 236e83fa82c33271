import { availableParallelism, cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Smsc } from '../src/sim/smsc/smsc.ts';
import { NodeProcesses } from '../test/support/gateway/node-processes.ts';
import type { ApiClient, MessageView } from '../test/support/http/api-client.ts';
import { POSTGRES } from '../test/support/postgres/address.ts';
import { urlOf } from '../test/support/postgres/database.ts';
import { startServer, stopServer } from '../test/support/postgres/server.ts';
import { readFlags, wholeNumber } from './lib/read-flags.ts';

const USAGE = `Usage: node scripts/nodes.ts [--nodes N] [--messages N] [--kill-every SECONDS] [--rate N] [--receipt-delay MS]
                             [--hold-transaction] [--json]
Several gateways on one PostgreSQL: how fast they send, and what is lost or doubled while they are killed.
  --nodes             how many gateways (3)
  --messages          how many messages they send (100000)
  --kill-every        seconds between two kills; 0: none is killed (5)
  --rate              parts per second of the contract; 0: there is none (0)
  --receipt-delay     ms from the carrier's answer to its receipt, which often comes to another node than the answer (0)
  --hold-transaction  leaves a transaction open beside them all the time
`;
const { names, total, killEveryMs, rate, receiptDelayMs, holdsTransaction, json } = readFlags(
  USAGE,
  {
    options: {
      nodes: { type: 'string', default: '3' },
      messages: { type: 'string', default: '100000' },
      'kill-every': { type: 'string', default: '5' },
      rate: { type: 'string', default: '0' },
      'receipt-delay': { type: 'string', default: '0' },
      'hold-transaction': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  },
  ({ values }) => ({
    names: Array.from({ length: wholeNumber('nodes', values.nodes, 1) }, (_, index) => `node-${index + 1}`),
    total: wholeNumber('messages', values.messages, 1),
    killEveryMs: wholeNumber('kill-every', values['kill-every'], 0) * 1000,
    rate: wholeNumber('rate', values.rate, 0),
    receiptDelayMs: wholeNumber('receipt-delay', values['receipt-delay'], 0),
    holdsTransaction: values['hold-transaction'],
    json: values.json,
  }),
);
const BATCH = 1000;
const OPEN = new Set(['queued', 'sending', 'sent']);

const say = (text: string): void => {
  if (!json) process.stdout.write(`${text}\n`);
};

/** Each number gets several texts, since only 10,000 numbers are reserved for fiction. */
const messageOf = (index: number) => ({
  to: `+3363998${String(index % 10_000).padStart(4, '0')}`,
  text: `Alerte ${index}`,
  onUncertain: 'resend',
});

process.env[POSTGRES] = await startServer('commits');
const smsc = await Smsc.start({ recordArrivals: '', receiptDelayMs });
const contract = rate === 0 ? '' : `, rate: ${rate}`;
const nodes = await NodeProcesses.make(`sender: PREFECTURE
uncertainGrace: 1s
routes:
  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, window: 100${contract}, reconnect: { min: 20ms, max: 500ms } }
`);
const clients = new Map<string, ApiClient>();
for (const name of names) clients.set(name, await nodes.start(name));

/** A batch goes to whichever node takes it. Its key makes it one batch, however often it is tried. */
const sendBatch = async (first: number): Promise<void> => {
  const batch = Array.from({ length: Math.min(BATCH, total - first) }, (_, index) =>
    messageOf(first + index),
  );
  const body = batch.map((message) => `${JSON.stringify(message)}\n`).join('');
  for (let attempt = 0; ; attempt++) {
    const api = clients.get(names[(first / BATCH + attempt) % names.length] ?? '');
    const response = await api
      ?.request('POST', '/v1/messages/batch', body, {
        'content-type': 'application/x-ndjson',
        'idempotency-key': `batch-${first}`,
      })
      .catch(() => undefined);
    await response?.text().catch(() => '');
    if (response?.status === 202) return;
    if (attempt > 1000) throw new Error(`a batch is not taken: ${response?.status}`);
    await pause(100);
  }
};

const over = new AbortController();
const kills: string[] = [];
const killing = (async () => {
  if (killEveryMs === 0) return;
  for (let turn = 0; !over.signal.aborted; turn++) {
    await pause(killEveryMs, undefined, { signal: over.signal }).catch(() => {});
    const name = names[turn % names.length];
    if (over.signal.aborted || name === undefined) return;
    await nodes.end(name);
    kills.push(name);
    clients.set(name, await nodes.start(name));
  }
})();

let holder: pg.Client | undefined;
if (holdsTransaction) {
  holder = new pg.Client({ connectionString: urlOf(nodes.database) });
  await holder.connect();
  await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await holder.query('SELECT count(*) FROM messages');
}

const startedAt = performance.now();
const since = (): string => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
const firsts = Array.from({ length: Math.ceil(total / BATCH) }, (_, index) => index * BATCH);
await Promise.all(
  names.map(async () => {
    for (let first = firsts.shift(); first !== undefined; first = firsts.shift()) await sendBatch(first);
  }),
);
const acceptedAfter = since();
say(`accepted ${total} after ${acceptedAfter}`);
for (let before = -1; smsc.phones.shownCount < total || before !== smsc.phones.shownCount; ) {
  before = smsc.phones.shownCount;
  say(`${since()}: ${before} on the phones, ${kills.length} kills`);
  await pause(2000);
}
const deliveredAfter = since();
over.abort();
await killing;

const read = async (): Promise<readonly MessageView[]> => {
  for (;;) {
    const all = await [...clients.values()][0]?.messages().catch(() => undefined);
    if (all !== undefined && all.length >= total && all.every(({ state }) => !OPEN.has(state))) return all;
    await pause(1000);
  }
};
const final = await read();
await holder?.end();
const byState = Map.groupBy(final, ({ state }) => state);
/** A view has no text, so the marks are counted by number. */
const marksOf = Map.groupBy(
  final.filter(({ possibleDuplicate }) => possibleDuplicate),
  ({ to }) => to,
);
let lost = 0;
let unmarked = 0;
let doubled = 0;
for (let number = 0; number < Math.min(total, 10_000); number++) {
  const to = `+3363998${String(number).padStart(4, '0')}`;
  const texts = Map.groupBy(smsc.phones.texts(to), (text) => text);
  const expected = Array.from(
    { length: Math.ceil((total - number) / 10_000) },
    (_, turn) => turn * 10_000 + number,
  );
  lost += expected.filter((index) => !texts.has(`Alerte ${index}`)).length;
  const more = [...texts.values()].filter((all) => all.length > 1).length;
  doubled += more;
  unmarked += Math.max(0, more - (marksOf.get(to)?.length ?? 0));
}
let most = 0;
const arrivals = smsc.takeArrivals().map(({ at }) => at);
for (let first = 0, last = 0; last < arrivals.length; last++) {
  while ((arrivals[last] ?? 0) - (arrivals[first] ?? 0) >= 1000) first++;
  most = Math.max(most, last - first + 1);
}
const seconds = Number.parseFloat(deliveredAfter);
const result = {
  nodes: names.length,
  messages: total,
  kills: kills.length,
  states: Object.fromEntries([...byState].map(([state, all]) => [state, all.length])),
  lost,
  doubled,
  doubledUnmarked: unmarked,
  possibleDuplicates: final.filter(({ possibleDuplicate }) => possibleDuplicate).length,
  acceptedAfter,
  deliveredAfter,
  perSecond: Math.round(total / seconds),
  mostInASecond: most,
  contract: rate === 0 ? undefined : rate,
  machine: `${availableParallelism()} cores, ${cpus()[0]?.model ?? ''}, load ${loadavg()[0]?.toFixed(1)}`,
};
if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
else for (const [name, value] of Object.entries(result)) say(`${name}: ${JSON.stringify(value)}`);
await nodes[Symbol.asyncDispose]();
await smsc.close();
await stopServer();
process.exit(lost + unmarked === 0 && (rate === 0 || most <= rate) ? 0 : 1);
