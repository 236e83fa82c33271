/**
 * Checks that the simulated modem behaves like a real one: programs of others that drive modems send and receive
 * through it. node scripts/modem-fairness.ts [FAMILY...], every family by default. Exit 1 if one of them fails, or if
 * none is installed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { families } from '../src/sim/modem/families.ts';
import { SimModem } from '../src/sim/modem/modem.ts';
import { type ForeignDriver, incoming, outgoing } from './lib/foreign-driver.ts';
import { gammu } from './lib/gammu.ts';
import { smsd } from './lib/smsd.ts';

const WAIT_MS = 30_000;
/** Violations that are no fault of the simulation, by program and modem family, with the reason. */
const KNOWN: Readonly<Record<string, string>> = {
  'gammu wavecom-q2303': 'gammu names two memories in AT+CPMS, of which a Q2xxx takes one',
};

interface Row {
  readonly program: string;
  readonly family: string;
  /** The results by the name of the check. */
  readonly checks: Readonly<Record<string, boolean>>;
  /** What the program did to the modem that a driver must not do. */
  readonly violations: readonly string[];
}

const check = async (driver: ForeignDriver, family: string): Promise<Row> => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-fairness-'));
  const modem = await SimModem.start({ family, link: join(folder, 'modem') });
  try {
    const received = await driver.run(modem, folder, WAIT_MS);
    const sends = Object.entries(outgoing).map(
      ([name, { to, text }]) => [`sends ${name}`, modem.phones.texts(to).join() === text] as const,
    );
    const receives = Object.entries(incoming).map(
      ([name, text]) => [`receives ${name}`, received.includes(text)] as const,
    );
    const checks = Object.fromEntries([...sends, ...receives]);
    return { program: driver.name, family, checks, violations: modem.violations };
  } finally {
    await modem.close();
    await rm(folder, { recursive: true });
  }
};

const tableOf = (rows: readonly Row[]): string => {
  const names = Object.keys(rows[0]?.checks ?? {});
  const cells = rows.map(({ program, family, checks, violations }) => [
    program,
    family,
    ...names.map((name) => (checks[name] === true ? 'yes' : 'NO')),
    [KNOWN[`${program} ${family}`] ?? [], violations].flat().join('; '),
  ]);
  const all = [['program', 'family', ...names, ''], ...cells];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(families);
const rows: Row[] = [];
for (const driver of [smsd, gammu]) {
  const version = await driver.version();
  if (version === undefined) {
    console.log(`${driver.name} is not installed: apt-get install ${driver.debianPackage}`);
    continue;
  }
  console.log(`${driver.name} ${version}`);
  rows.push(...(await Promise.all(wanted.map((family) => check(driver, family)))));
}
if (rows.length > 0) console.log(`\n${tableOf(rows)}`);
const fair = rows
  .filter(({ program, family }) => KNOWN[`${program} ${family}`] === undefined)
  .every(({ checks, violations }) => Object.values(checks).every(Boolean) && violations.length === 0);
process.exitCode = rows.length > 0 && fair ? 0 : 1;
