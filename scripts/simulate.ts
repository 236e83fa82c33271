import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { knownLimits, otherLimits } from './lib/limits/known-limits.ts';
import { limitTable } from './lib/limits/limit-table.ts';
import { pictureOf } from './lib/simulate/picture.ts';
import { describeReport, reportOf } from './lib/simulate/report.ts';
import { readScenario, type Scenario } from './lib/simulate/scenario.ts';
import { simulate } from './lib/simulate/simulate.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    svg: { type: 'string' },
    limits: { type: 'boolean', default: false },
    stalls: { type: 'boolean', default: false },
  },
});
if (values.limits) {
  process.stdout.write(`${limitTable([...knownLimits, ...otherLimits], values.stalls)}\n`);
  process.exit(0);
}
const [file] = positionals;
if (file === undefined || positionals.length > 1) {
  process.stderr.write(
    'usage: scripts/simulate [--json] [--svg FILE] SCENARIO\n       scripts/simulate --limits [--stalls]\n',
  );
  process.exit(2);
}

const scenario = read(file);
const course = await simulate(scenario);
const report = reportOf(scenario, course);
process.stdout.write(`${values.json ? JSON.stringify(report) : describeReport(report)}\n`);
if (values.svg !== undefined) writeFileSync(values.svg, pictureOf(scenario, course));

function read(from: string): Scenario {
  try {
    return readScenario(from);
  } catch (error) {
    process.stderr.write(`${from}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
