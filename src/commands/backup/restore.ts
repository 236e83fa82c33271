import { existsSync, realpathSync, statSync } from 'node:fs';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { COMMAND_LINE } from '../../access/tokens.ts';
import { type HeldAlerts, holdAlerts } from '../../alerts/restored/hold-alerts.ts';
import { loadConfig } from '../../config/load.ts';
import { normaliseNumber } from '../../intake/normalise-number.ts';
import { TocsinError } from '../../kernel/errors.ts';
import { systemClock } from '../../kernel/system-clock.ts';
import type { Manifest } from '../../ops/backup/manifest.ts';
import { unpack } from '../../ops/backup/unpack.ts';
import type { Db } from '../../store/db.ts';
import { inOneCommit } from '../../store/in-one-commit.ts';
import { openDb } from '../../store/open-db.ts';
import { holdUnsent } from '../../store/rules/restore/held.ts';
import { spendCodes } from '../../store/rules/restore/spent-codes.ts';
import { foldLog, inspectStore, isEmptyStore, newestTimeIn } from '../../store/sqlite/backup/snapshot.ts';
import { lockStore } from '../../store/sqlite/lock.ts';
import { syncFolder } from '../new-file.ts';
import { withStore } from '../with-store.ts';
import { refuseClockBehind } from './clock-behind.ts';
import { fileOfStore } from './file-of-store.ts';
import { askPassphrase, passphraseIn } from './passphrase.ts';
import { needRoom } from './room.ts';
import { whatIsUnknown } from './unknown-since.ts';

const INSTEAD =
  "restore the database with the server's own tools, and run restore --in-place before the gateway starts";

const complain = (message: string, cause?: unknown): TocsinError =>
  new TocsinError('storeUnavailable', message, { cause });

const whyOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

export interface RestoreWanted {
  /** Whether a store that isn't empty may be replaced. */
  readonly replace: boolean;
  readonly passphraseFile: string | undefined;
}

/**
 * Puts the database of a backup in the place of the store. What the backup has as unsent is held, since the gateway may
 * have sent it after the backup.
 * @throws TocsinError with what is wrong; then the store is as it was, unless the message says otherwise
 */
export const restoreCommand = async (
  configFile: string,
  file: string,
  { replace, passphraseFile }: RestoreWanted,
): Promise<number> => {
  const { store } = loadConfig(configFile, process.env, normaliseNumber);
  const sqlite = fileOfStore(store, INSTEAD);
  if (!existsSync(file)) throw complain(`there is no file ${file}`);
  if (!statSync(file).isFile()) throw complain(`${file} is no file`);
  await mkdir(dirname(resolve(sqlite)), { recursive: true, mode: 0o700 });
  const path = existsSync(sqlite) ? realpathSync(sqlite) : resolve(sqlite);
  const given = passphraseFile === undefined ? undefined : passphraseIn(passphraseFile);
  process.umask(0o077);
  using _lock = lockStore(sqlite, store.openToOthers);
  if (!replace && !isEmptyStore(path))
    throw complain(
      `the store ${sqlite} isn't empty: --replace puts the backup in its place, and keeps it under another name`,
    );
  await needRoom(path, statSync(file).size);
  const coming = `${path}-restoring`;
  await removeStore(coming);
  try {
    const manifest = await checkedInto(coming, file, given);
    const held = await hold(coming, manifest);
    const aside = await putInPlace(coming, path);
    process.stdout.write(describe(sqlite, manifest, held, aside));
    return 0;
  } finally {
    await removeStore(coming);
  }
};

const removeStore = async (path: string): Promise<void> => {
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${path}${end}`, { force: true });
};

/** Writes the backup's database into the file `coming`, and checks that it is whole and of a version that we know. */
const checkedInto = async (
  coming: string,
  file: string,
  passphrase: string | undefined,
): Promise<Manifest> => {
  const refuse = (why: string): TocsinError =>
    new TocsinError('storeCorrupt', `${file} can't be restored: ${why}. The store is as it was.`);
  await using to = await open(coming, 'wx', 0o600);
  const ask = () => askPassphrase(`Passphrase of ${file}`);
  const unpacked = await unpack(file, to, passphrase === undefined ? { ask } : { given: passphrase });
  if ('refused' in unpacked) throw refuse(unpacked.refused);
  const { manifest } = unpacked;
  const { schema, isNewer, damage } = inspectStore(coming);
  if (isNewer)
    throw refuse(
      `its schema is ${schema}, made by Tocsin ${manifest.tocsin}: restore it with that version or a newer one`,
    );
  if (damage !== undefined) throw refuse(`its database is damaged (${damage})`);
  return manifest;
};

type Held = HeldAlerts & ReturnType<typeof holdUnsent> & { readonly codes: number };

/** Migrates the database, and does the work in one commit. */
const inDatabase = <T>(path: string, work: (db: Db) => T): T => {
  let db: Db | undefined;
  try {
    db = openDb({ kind: 'sqlite', path, keepsCopy: false }, false);
    const opened = db;
    return inOneCommit(opened, () => work(opened));
  } catch (cause) {
    throw complain(`cannot use the store ${path}: ${whyOf(cause)}`, cause);
  } finally {
    db?.close();
  }
};

/** What the restored store has as not done yet, and what became of it. */
const hold = async (coming: string, { takenAt, tocsin, sha256 }: Manifest): Promise<Held> => {
  const now = systemClock.now();
  refuseClockBehind(Math.max(Date.parse(takenAt), newestTimeIn(coming) ?? 0), now);
  const { codes, ...messages } = inDatabase(coming, (db) => {
    const spent = spendCodes(db, now);
    const detail = { takenAt, tocsin, sha256, codes: spent };
    const note = { at: now, actor: COMMAND_LINE, action: 'backup.restore', subject: 'store', detail };
    return { codes: spent, ...holdUnsent(db, note) };
  });
  const alerts = await withStore({ kind: 'sqlite', path: coming }, (opened) => {
    const { approvals, schedules } = opened;
    return holdAlerts({ alerts: opened, approvals, schedules, clock: systemClock });
  });
  return { ...messages, ...alerts, codes };
};

/**
 * Keeps the store that is there under another name, and gives the new one its name in one step: whenever the machine
 * stops, there is a whole store under the name.
 * @returns the other name; undefined: there was no store
 */
const putInPlace = async (coming: string, path: string): Promise<string | undefined> => {
  const folder = dirname(path);
  if (foldLog(coming) !== 'folded') throw complain(`cannot finish ${coming}`);
  await using file = await open(coming);
  await file.sync();
  const stamp = new Date(systemClock.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const aside = existsSync(path) ? `${path}.before-restore-${stamp}` : undefined;
  const undo: (() => Promise<void>)[] = [];
  try {
    if (aside !== undefined) {
      // The write-ahead log of the old store must not be taken for one of the new store.
      const log = foldLog(path);
      if (log === 'busy') throw new Error('another program has it open');
      await link(path, aside);
      undo.push(() => rm(aside));
      if (log === 'damaged' && existsSync(`${path}-wal`)) {
        await rename(`${path}-wal`, `${aside}-wal`);
        undo.push(() => rename(`${aside}-wal`, `${path}-wal`));
      }
    }
    await rm(`${path}-wal`, { force: true });
    await rm(`${path}-shm`, { force: true });
    await rename(coming, path);
  } catch (cause) {
    const failed = await undone(undo.reverse());
    throw complain(
      [`cannot put the backup in the place of ${path}: ${whyOf(cause)}`, ...failed].join(
        '. What was begun could not be taken back: ',
      ),
      cause,
    );
  }
  try {
    await syncFolder(folder);
  } catch (cause) {
    throw complain(
      `the backup is in the place of ${path}${keptAs(aside)}, but a power cut may undo it: ${whyOf(cause)}`,
      cause,
    );
  }
  return aside;
};

const keptAs = (aside: string | undefined): string =>
  aside === undefined ? '' : `, and the store that was there is kept as ${aside}`;

/** Takes each step, also after one that failed. @returns why steps failed */
const undone = async (steps: readonly (() => Promise<void>)[]): Promise<readonly string[]> => {
  const failed: string[] = [];
  for (const step of steps) await step().catch((cause: unknown) => failed.push(whyOf(cause)));
  return failed;
};

const describe = (store: string, manifest: Manifest, held: Held, aside: string | undefined): string =>
  `${store} is as it was at ${manifest.takenAt}.
${aside === undefined ? '' : `The store that was there is kept as ${aside}: delete it when you no longer need it, it holds people's data.\n`}
${whatIsUnknown(manifest.takenAt, held).join('\n')}
`;
