import { parseArgs } from 'node:util';
import { fallsIn } from '../test/chaos/laws.ts';
import { planOf } from '../test/chaos/plan.ts';
import { describeFalls } from '../test/chaos/report.ts';
import { run } from '../test/chaos/run.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string' },
    minutes: { type: 'string' },
    parallel: { type: 'string', default: '4' },
  },
});

const seed = Number(values.seed ?? Date.now() % 1_000_000);
const runs = Number(values.runs ?? (values.minutes === undefined ? 12 : Number.POSITIVE_INFINITY));
const endsAt = Date.now() + Number(values.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
const fallen = new Map<string, number[]>();
let next = seed;
let done = 0;

const worker = async (): Promise<void> => {
  while (next < seed + runs && Date.now() < endsAt) {
    const plan = planOf(next++);
    const began = performance.now();
    const history = await run(plan);
    const falls = fallsIn(history);
    done++;
    const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
    const what = `seed ${plan.seed}: ${plan.faults.join(' and ')}, ${history.stories.length} messages, ${took}`;
    if (falls.length === 0) process.stdout.write(`${what}: all laws hold\n`);
    else process.stdout.write(`${what}: ${falls.length} FELL\n${describeFalls(history, falls)}\n`);
    for (const law of new Set(falls.map(({ law }) => law)))
      fallen.set(law, [...(fallen.get(law) ?? []), plan.seed]);
  }
};

await Promise.all(Array.from({ length: Number(values.parallel) }, worker));
process.stdout.write(`${done} runs, from seed ${seed}\n`);
for (const [law, seeds] of fallen) process.stdout.write(`fell: ${law}: seeds ${seeds.join(', ')}\n`);
process.exitCode = fallen.size === 0 ? 0 : 1;
