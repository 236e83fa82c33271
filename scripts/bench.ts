import { execFile } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { BenchGateway } from './lib/bench-gateway.ts';
import { SinkProcess } from './lib/sink-process.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    messages: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '8' },
    only: { type: 'string', default: 'single,batch,delivery' },
  },
});
const runs = Number(values.runs);
const messages = Number(values.messages);
const CONNECTIONS = 64;
const TEXT =
  'Crue rapide : gagnez les hauteurs, ne prenez pas la voiture. Prochain message a 15h. Prefecture.';

type Figures = Readonly<Record<string, number>>;

const batchBody = (): string =>
  Array.from({ length: messages }, (_, index) => {
    const to = `+336399${String(80_000 + (index % 20_000)).padStart(5, '0')}`;
    return `${JSON.stringify({ to, text: TEXT })}\n`;
  }).join('');

const HTTP_LOAD = fileURLToPath(new URL('./lib/http-load.ts', import.meta.url));

const httpLoad = async (order: object): Promise<Figures> => {
  const { stdout } = await promisify(execFile)(process.execPath, [HTTP_LOAD, JSON.stringify(order)]);
  return JSON.parse(stdout) as Figures;
};

/** One message a request, 64 connections: accepted means synced. */
const single = async (): Promise<Figures> => {
  const gateway = await BenchGateway.start('');
  try {
    const load = await httpLoad({
      port: Number(new URL(gateway.url).port),
      token: gateway.token,
      path: '/v1/messages',
      body: JSON.stringify({ to: '+33639980001', text: TEXT }),
      connections: CONNECTIONS,
      seconds: Number(values.seconds),
    });
    return { ...load, residentMb: gateway.memory().peak };
  } finally {
    await gateway.stop();
  }
};

/** One request with all messages: accepted means synced. */
const batch = async (): Promise<Figures> => {
  const gateway = await BenchGateway.start('');
  try {
    const body = batchBody();
    const started = performance.now();
    const accepted = await gateway.postBatch(body);
    const seconds = (performance.now() - started) / 1000;
    return { acceptedPerSecond: accepted / seconds, residentMb: gateway.memory().peak };
  } finally {
    await gateway.stop();
  }
};

/** From the request with all messages to the last receipt acknowledged, which means on disk. */
const delivery = async (): Promise<Figures> => {
  const sink = await SinkProcess.start({ port: 0, keepMessages: false });
  const gateway = await BenchGateway.start(
    `  - { id: sink, type: smpp, host: 127.0.0.1, port: ${sink.port}, systemId: bench, window: 1000 }`,
  );
  try {
    const body = batchBody();
    const started = performance.now();
    const accepted = await gateway.postBatch(body);
    while (((await sink.stats())['receiptsAcked'] ?? 0) < accepted) await wait(20);
    const seconds = (performance.now() - started) / 1000;
    return { deliveredPerSecond: accepted / seconds, residentMb: gateway.memory().peak };
  } finally {
    await gateway.stop();
    await sink.stop();
  }
};

const benches = { single, batch, delivery } as const;

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

const report: Record<string, Record<string, { median: number; min: number; max: number }>> = {};
for (const [name, bench] of Object.entries(benches)) {
  if (!values.only.split(',').includes(name)) continue;
  const results: Figures[] = [];
  for (let run = 0; run < runs; run++) results.push(await bench());
  const figures: (typeof report)[string] = {};
  for (const key of Object.keys(results[0] ?? {})) {
    const numbers = results.map((result) => result[key] ?? Number.NaN);
    figures[key] = { median: median(numbers), min: Math.min(...numbers), max: Math.max(...numbers) };
  }
  report[name] = figures;
  if (values.json) continue;
  for (const [key, { median: middle, min, max }] of Object.entries(figures)) {
    const show = (value: number): string =>
      value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
    process.stdout.write(
      `${name.padEnd(9)} ${key.padEnd(20)} ${show(middle).padStart(9)}   (${show(min)} to ${show(max)}, ${runs} runs)\n`,
    );
  }
}

const machine = {
  cores: availableParallelism(),
  cpu: cpus()[0]?.model ?? '',
  load: loadavg(),
  node: process.version,
};
if (values.json) process.stdout.write(`${JSON.stringify({ machine, messages, runs, figures: report })}\n`);
else
  process.stdout.write(
    `${machine.cores} cores (${machine.cpu}), load ${machine.load.map((load) => load.toFixed(1)).join(' ')}, Node ${machine.node}\n`,
  );
