import { fuzzHttp } from '../test/support/fuzz-http/fuzz.ts';
import { readFlags, wholeNumber } from './lib/read-flags.ts';

const MAX_HEAP_GROWTH_OCTETS = 40_000_000;
const MAX_RESIDENT_GROWTH_OCTETS = 200_000_000;
const MAX_PROBE_MS = 100;

const USAGE = `Usage: scripts/fuzz-http [--seed N] [--requests N]
Sends wrong and hostile requests to a real gateway, 50000 by default.
`;
const { seed, requests } = readFlags(
  USAGE,
  { options: { seed: { type: 'string' }, requests: { type: 'string', default: '50000' } } },
  ({ values }) => ({
    seed: values.seed === undefined ? Date.now() % 1_000_000 : wholeNumber('seed', values.seed, 0),
    requests: wholeNumber('requests', values.requests, 1),
  }),
);
process.stdout.write(`seed ${seed}\n`);
const { faults, ...figures } = await fuzzHttp(requests, seed);
for (const { what, times, first } of faults) process.stdout.write(`${times} × ${what}\n    ${first}\n`);
process.stdout.write(`${JSON.stringify(figures)}\n`);
const grew =
  figures.heapGrowth > MAX_HEAP_GROWTH_OCTETS || figures.residentGrowth > MAX_RESIDENT_GROWTH_OCTETS;
if (grew) process.stdout.write('the memory grew beyond its bound\n');
const late = figures.probe.p99Ms > MAX_PROBE_MS;
if (late)
  process.stdout.write(`a critical message in a hundred was accepted after more than ${MAX_PROBE_MS} ms\n`);
process.exitCode = faults.length > 0 || figures.slow.length > 0 || grew || late ? 1 : 0;
