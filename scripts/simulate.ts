import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pictureOf } from './lib/simulate/picture.ts';
import { describeReport, reportOf } from './lib/simulate/report.ts';
import { readScenario, type Scenario } from './lib/simulate/scenario.ts';
import { simulate } from './lib/simulate/simulate.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, svg: { type: 'string' } },
});
const [file] = positionals;
if (file === undefined || positionals.length > 1) {
  process.stderr.write('usage: scripts/simulate [--json] [--svg FILE] SCENARIO\n');
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
