import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import type { Description } from '../../../test/support/fuzz-http/description.ts';
import { type Compared, compareDumps } from './compare.ts';
import { type Dumped, type DumpLimits, describedBy, dump } from './dump.ts';
import { ALONE, peakMemoryOf, Stage } from './stage.ts';
import { type Moment, momentsIn, type Step, stepsIn } from './steps.ts';
import type { Tree } from './tree.ts';

interface Upgrade {
  readonly stage: Stage;
  readonly older: Tree;
  readonly newer: Tree;
  /** Where copies of the store and dumps are written. */
  readonly folder: string;
  /** How often the new version is killed while it migrates. */
  readonly kills: number;
  readonly say?: (text: string) => void;
}

/** What one start of a version on the store took, and what it showed. */
interface Shown {
  readonly readyAfterMs: number;
  /** Octets, when it was ready. */
  readonly peakMemory: number;
  readonly octets: number;
  readonly log: readonly string[];
  /** Of its API. */
  readonly description: Description;
  readonly dumped: Dumped;
}

interface Killed {
  readonly moments: readonly Moment[];
  /** How many migrations the file had had after each kill. */
  readonly schemas: readonly number[];
  readonly compared: Compared;
}

export interface Found {
  readonly isEqual: boolean;
  readonly older: Shown;
  readonly newer: Shown;
  /** A start of the new version on a store that needs no migration, ms. */
  readonly plainStartMs: number;
  readonly compared: Compared;
  readonly steps: readonly Step[];
  readonly killed?: Killed;
}

/** Of what the API shows: all items of each list, and so many of them singly. */
const LIMITS: DumpLimits = { single: 500, filteredPages: 3 };
/** How much later than the last row the gateways believe to begin: nothing that is stored is of that time, ms. */
export const LATER_MS = 60_000;

export interface Showing {
  readonly stage: Stage;
  readonly tree: Tree;
  /** Where what it shows is written. */
  readonly file: string;
  /** When the gateway believes to begin, ms since the epoch. */
  readonly atMs: number;
  /** Whose paths are asked for; left out: its own. */
  readonly description?: Description | undefined;
  /** How much is asked for. */
  readonly limits?: DumpLimits;
  readonly env?: Readonly<Record<string, string>>;
  readonly say?: Upgrade['say'];
}

const octetsOf = (store: string): number =>
  ['', '-wal'].reduce((sum, end) => sum + (existsSync(store + end) ? statSync(store + end).size : 0), 0);

/** A copy of the store with its configuration, so that what one version writes is not shown by the next. */
export const copyOf = (stage: Stage, folder: string): Stage => {
  const copy = new Stage(folder);
  for (const file of readdirSync(stage.folder))
    if (file.startsWith(basename(stage.store)) && !file.endsWith('-lock'))
      cpSync(join(stage.folder, file), join(folder, file));
  copy.useToken(stage.token);
  copy.meet(ALONE);
  return copy;
};

const schemaOf = (store: string): number => {
  const db = new Database(store);
  try {
    const damage = db.pragma('quick_check(1)', { simple: true });
    if (damage !== 'ok') throw new Error(`the file is damaged: ${String(damage)}`);
    return Number(db.pragma('user_version', { simple: true }));
  } finally {
    db.close();
  }
};

/** Starts a version on a store, and writes all that its API shows into a file. */
export const show = async ({
  stage,
  tree,
  file,
  atMs,
  description,
  limits = LIMITS,
  env = {},
  say,
}: Showing): Promise<Shown> => {
  const { gateway, api, readyAfterMs, log } = await stage.start(tree, { atMs, env });
  try {
    const [peakMemory, octets] = [peakMemoryOf(gateway.pid), octetsOf(stage.store)];
    say?.(`${tree.name} is ready after ${Math.round(readyAfterMs)} ms; writing all that it shows`);
    const asked = description ?? (await describedBy(api));
    return {
      readyAfterMs,
      peakMemory,
      octets,
      log,
      description: asked,
      dumped: await dump(api, file, limits, asked),
    };
  } finally {
    await gateway.stop();
  }
};

const isEqual = ({ same, differences }: Compared): boolean => same > 0 && differences === 0;

const report = (say: Upgrade['say'], what: string, compared: Compared): void => {
  say?.(`${what}: ${compared.same} resources are the same, ${compared.differences} differ`);
  for (const one of compared.differing) say?.(`  ${one}`);
  for (const [field, times] of Object.entries(compared.added)) say?.(`  new: ${field} (${times} times)`);
};

interface Comparing {
  readonly atMs: number;
  readonly older: Shown;
  /** What the older version has shown. */
  readonly olderFile: string;
}

/** Kills the new version at moments of its migration, each time on what the last one left, then lets it be. */
const killed = async (
  { stage, newer, folder, kills, say }: Upgrade,
  { atMs, older, olderFile }: Comparing,
  steps: readonly Step[],
): Promise<Killed> => {
  const moments = momentsIn(steps, kills);
  const schemas: number[] = [];
  let left = stage;
  for (const [index, moment] of moments.entries()) {
    const copy = copyOf(left, join(folder, `killed-${index}`));
    const isKilled = await copy.killAt(newer, moment);
    // Another copy is looked at: to open the file would do what the next start must do.
    const look = copyOf(copy, join(folder, 'look'));
    const schema = schemaOf(look.store);
    rmSync(look.folder, { recursive: true });
    schemas.push(schema);
    // A gateway that had begun to work has written more than its migration.
    if (isKilled && schema < newer.schema) left = copy;
  }
  const at = moments.map(({ step, afterMs }) => `${afterMs} ms into ${steps[step]?.name}`);
  say?.(`killed ${at.join(', ')}; the schemas were ${schemas.join(', ')}`);
  const file = join(folder, 'killed.jsonl');
  const last = copyOf(left, join(folder, 'after-all-kills'));
  const shown = await show({ stage: last, tree: newer, file, atMs, description: older.description, say });
  tellSteps(say, stepsIn(shown.log));
  const compared = await compareDumps(olderFile, file, atMs);
  report(say, 'after the kills', compared);
  return { moments, schemas, compared };
};

const tellSteps = (say: Upgrade['say'], steps: readonly Step[]): void => {
  for (const { name, tookMs } of steps) say?.(`  ${name}: ${tookMs} ms`);
};

/** Compares what the older version shows of a store with what the newer shows of it after its migration. */
export const upgradeAndCompare = async (upgrade: Upgrade): Promise<Found> => {
  const { stage, folder, kills, say } = upgrade;
  const atMs = Date.now() + LATER_MS;
  const [olderFile, newerFile] = ['older', 'newer'].map((name) => join(folder, `${name}.jsonl`)) as [
    string,
    string,
  ];
  const ofOlder = copyOf(stage, join(folder, 'as-older'));
  const older = await show({ stage: ofOlder, tree: upgrade.older, file: olderFile, atMs, say });
  say?.(`messages: ${JSON.stringify(older.dumped.states)}`);
  say?.(`lists without anything: ${older.dumped.empty.join(', ')}`);
  const migrated = copyOf(stage, join(folder, 'as-newer'));
  const { description } = older;
  const newer = await show({ stage: migrated, tree: upgrade.newer, file: newerFile, atMs, description, say });
  const compared = await compareDumps(olderFile, newerFile, atMs);
  report(say, 'after the upgrade', compared);
  const again = await migrated.start(upgrade.newer);
  await again.gateway.stop();
  const plainStartMs = again.readyAfterMs;
  say?.(
    `ready after ${Math.round(newer.readyAfterMs)} ms with the migration, ${Math.round(plainStartMs)} ms without; ` +
      `${older.octets} octets before, ${newer.octets} after; ` +
      `at most ${Math.round(newer.peakMemory / 2 ** 20)} MiB of memory, the older ${Math.round(older.peakMemory / 2 ** 20)}`,
  );
  const steps = stepsIn(newer.log);
  tellSteps(say, steps);
  const base = { older, newer, plainStartMs, compared, steps };
  if (kills === 0 || steps.length === 0) return { ...base, isEqual: isEqual(compared) };
  const after = await killed(upgrade, { atMs, older, olderFile }, steps);
  return {
    ...base,
    isEqual: isEqual(compared) && isEqual(after.compared),
    killed: after,
  };
};
