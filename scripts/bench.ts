import { availableParallelism, cpus, loadavg } from 'node:os';
import { alert } from './lib/bench/alert-bench.ts';
import type { BenchSize, Figures } from './lib/bench/bench-load.ts';
import { imports } from './lib/bench/import-bench.ts';
import { limits } from './lib/bench/limits-bench.ts';
import { batch, delivery, single, tenCarriers } from './lib/bench/own-benches.ts';
import { kannelWithoutReceipts, kannelWithReceipts, raw } from './lib/bench/peer-benches.ts';
import { findingOnPostgres } from './lib/bench/postgres-benches.ts';
import { rack } from './lib/bench/rack-bench.ts';
import { sharing } from './lib/bench/sharing-bench.ts';
import { deliveryAmongOld, finding, million, purging } from './lib/bench/size-benches.ts';
import { hour } from './lib/bench/soak-bench.ts';
import { throttled } from './lib/bench/throttled-bench.ts';
import { blackHole, contract, critical, criticalAmongBatches, cut } from './lib/bench/urgency-benches.ts';
import { Kannel } from './lib/kannel.ts';
import { oneOf, readFlags, wholeNumber } from './lib/read-flags.ts';

const usual = {
  single,
  batch,
  delivery,
  critical,
  criticalAmongBatches,
  cut,
  blackHole,
  contract,
  million,
  imports,
} as const;
/** These take from 90 s to an hour each, so they run only when they are named. */
const long = {
  alert,
  limits,
  throttled,
  sharing,
  rack,
  tenCarriers,
  deliveryAmongOld,
  purging,
  finding,
  findingOnPostgres,
  hour,
} as const;
const peers = { raw, kannelWithReceipts, kannelWithoutReceipts } as const;

const known = { ...usual, ...long, ...peers };
const BENCHES = Object.keys(known) as (keyof typeof known)[];
const USAGE = `Usage: scripts/bench [--only NAME,NAME] [--peer kannel] [--runs N] [--messages N] [--window N] [--seconds N]
                     [--minutes N] [--json]
  --only     of ${Object.keys(usual).join(', ')};
             of ${Object.keys(peers).join(', ')};
             and of those that take from 90 s to an hour each: ${Object.keys(long).join(', ')}
  --peer     compares with Kannel, and with a loop that sends and stores nothing
  --runs     how often each runs; the figures are medians (5)
  --window   requests without an answer on a session (100)
  --messages (100000), --seconds (8), --minutes (60)   how much, or how long, where a benchmark says so
`;

const { chosen, size, runs, json } = readFlags(
  USAGE,
  {
    options: {
      json: { type: 'boolean', default: false },
      runs: { type: 'string', default: '5' },
      messages: { type: 'string', default: '100000' },
      seconds: { type: 'string', default: '8' },
      window: { type: 'string', default: '100' },
      minutes: { type: 'string', default: '60' },
      only: { type: 'string' },
      peer: { type: 'string' },
    },
  },
  ({ values }) => {
    const { peer, only, messages, seconds, window, minutes } = values;
    if (peer !== undefined && peer !== 'kannel') throw new Error(`--peer is kannel, not ${peer}`);
    const unnamed = Object.keys(peer === undefined ? usual : { ...usual, ...peers });
    const names = only?.split(',') ?? unnamed;
    if ((peer === 'kannel' || names.some((name) => name.startsWith('kannel'))) && !Kannel.installed)
      throw new Error('bearerbox and smsbox are not installed: apt-get install kannel');
    return {
      json: values.json,
      chosen: names.map((name) => [name, known[oneOf('only', name, BENCHES)]] as const),
      runs: wholeNumber('runs', values.runs, 1),
      size: {
        messages: wholeNumber('messages', messages, 1),
        seconds: wholeNumber('seconds', seconds, 1),
        window: wholeNumber('window', window, 1),
        minutes: wholeNumber('minutes', minutes, 1),
      } satisfies BenchSize,
    };
  },
);

// One run of each benchmark, then the next run of each: other work of the machine then affects all of them alike.
const results = new Map<string, Figures[]>();
for (let run = 0; run < runs; run++) {
  for (const [name, bench] of chosen) results.set(name, [...(results.get(name) ?? []), await bench(size)]);
}

interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

const spread = (numbers: readonly number[]): Spread => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { median: at(Math.floor(sorted.length / 2)), min: at(0), max: at(sorted.length - 1) };
};

const report: Record<string, Record<string, Spread>> = {};
for (const [name, figures] of results) {
  const keys = Object.keys(figures[0] ?? {});
  report[name] = Object.fromEntries(
    keys.map((key) => [key, spread(figures.map((one) => one[key] ?? Number.NaN))]),
  );
}

const medianOf = (bench: string, figure: string): number | undefined => report[bench]?.[figure]?.median;
const ratio = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a / b;
const ratios = {
  deliveredAgainstKannel: ratio(
    medianOf('delivery', 'deliveredPerSecond'),
    medianOf('kannelWithReceipts', 'deliveredPerSecond'),
  ),
  deliveredAgainstRawLoop: ratio(
    medianOf('delivery', 'deliveredPerSecond'),
    medianOf('raw', 'submittedPerSecond'),
  ),
  singleAgainstKannel: ratio(
    medianOf('single', 'acceptedPerSecond'),
    medianOf('kannelWithoutReceipts', 'acceptedPerSecond'),
  ),
  amongOldAgainstEmpty: ratio(
    medianOf('deliveryAmongOld', 'deliveredPerSecond'),
    medianOf('delivery', 'deliveredPerSecond'),
  ),
};
const machine = {
  cores: availableParallelism(),
  cpu: cpus()[0]?.model ?? '',
  load: loadavg(),
  node: process.version,
};

if (json) {
  process.stdout.write(`${JSON.stringify({ machine, size, runs, figures: report, ratios })}\n`);
} else {
  const show = (value: number): string =>
    value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
  for (const [name, figures] of Object.entries(report)) {
    for (const [key, { median, min, max }] of Object.entries(figures)) {
      process.stdout.write(
        `${name.padEnd(22)} ${key.padEnd(20)} ${show(median).padStart(9)}   (${show(min)} to ${show(max)}, ${runs} runs)\n`,
      );
    }
  }
  for (const [name, value] of Object.entries(ratios)) {
    if (value !== undefined) process.stdout.write(`${name.padEnd(43)} ${value.toFixed(2).padStart(9)}\n`);
  }
  const load = machine.load.map((one) => one.toFixed(1)).join(' ');
  process.stdout.write(`${machine.cores} cores (${machine.cpu}), load ${load}, Node ${machine.node}\n`);
}
