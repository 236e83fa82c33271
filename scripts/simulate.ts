import { writeFileSync } from 'node:fs';
import { knownLimits, otherLimits } from './lib/limits/known-limits.ts';
import { limitTable } from './lib/limits/limit-table.ts';
import { readFlags } from './lib/read-flags.ts';
import { pictureOf } from './lib/simulate/picture.ts';
import { describeReport, reportOf } from './lib/simulate/report.ts';
import { readScenario, type Scenario } from './lib/simulate/scenario.ts';
import { simulate } from './lib/simulate/simulate.ts';

const USAGE = `Usage: scripts/simulate [--json] [--svg FILE] SCENARIO
       scripts/simulate --limits [--stalls]
Simulates a crisis on a virtual clock, and compares it with the optimum; config/scenarios has scenarios.
  --svg     draws the course into this file
  --limits  how much of hidden limits the pacer uses
  --stalls  in a process that stands still now and then
`;
const { limits, stalls, json, svg, file } = readFlags(
  USAGE,
  {
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      svg: { type: 'string' },
      limits: { type: 'boolean', default: false },
      stalls: { type: 'boolean', default: false },
    },
  },
  ({ values, positionals }) => {
    const most = values.limits ? 0 : 1;
    if (positionals.length !== most)
      throw new Error(most === 0 ? '--limits takes no scenario' : 'one scenario is needed');
    return { ...values, file: positionals[0] ?? '' };
  },
);
if (limits) {
  process.stdout.write(`${limitTable([...knownLimits, ...otherLimits], stalls)}\n`);
  process.exit(0);
}

const scenario = read(file);
const course = await simulate(scenario);
const report = reportOf(scenario, course);
process.stdout.write(`${json ? JSON.stringify(report) : describeReport(report)}\n`);
if (svg !== undefined) writeFileSync(svg, pictureOf(scenario, course));

function read(from: string): Scenario {
  try {
    return readScenario(from);
  } catch (error) {
    process.stderr.write(`${from}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
