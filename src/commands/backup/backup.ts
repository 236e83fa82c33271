import { existsSync, realpathSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { COMMAND_LINE } from '../../access/tokens.ts';
import { loadConfig } from '../../config/load.ts';
import { normaliseNumber } from '../../intake/normalise-number.ts';
import { TocsinError } from '../../kernel/errors.ts';
import { systemClock } from '../../kernel/system-clock.ts';
import type { Manifest } from '../../ops/backup/manifest.ts';
import { digestOf, pack } from '../../ops/backup/pack.ts';
import { inspectStore, noteInStore, takeSnapshot } from '../../store/sqlite/backup/snapshot.ts';
import { lockSnapshot } from '../../store/sqlite/lock.ts';
import { mayWrite, writeNew } from '../new-file.ts';
import { version } from '../version.ts';
import { fileOfStore } from './file-of-store.ts';
import { askNewPassphrase, passphraseIn, strongEnough } from './passphrase.ts';
import { megabytes, needRoom } from './room.ts';

export interface BackupWanted {
  /** Whether a file that is there may be replaced. */
  readonly force: boolean;
  /** Whether to ask for a passphrase. */
  readonly encrypt: boolean;
  readonly passphraseFile: string | undefined;
}

const complain = (message: string): TocsinError => new TocsinError('storeUnavailable', message);

/**
 * Writes a backup of the store into `file`, also while the gateway runs. The file appears under its name only once it
 * is whole and on disk.
 * @throws TocsinError with what is wrong
 */
export const backupCommand = async (
  configFile: string,
  file: string,
  { force, encrypt, passphraseFile }: BackupWanted,
): Promise<number> => {
  const { store, intake } = loadConfig(configFile, process.env, normaliseNumber);
  const sqlite = fileOfStore(store, "make its backups with pg_dump or with the server's own tools");
  if (!existsSync(sqlite)) throw complain(`there is no store ${sqlite} yet`);
  mayWrite(file, force);
  const path = realpathSync(sqlite);
  keepApart(file, [configFile, path, ...['-wal', '-shm', '-journal', '-lock'].map((end) => path + end)]);
  const given = passphraseFile === undefined ? undefined : strongEnough(passphraseIn(passphraseFile));
  const passphrase = given ?? (encrypt ? await askNewPassphrase() : undefined);
  const snapshot = `${path}-snapshot`;
  const { size } = statSync(path);
  await needRoom(path, size, intake.diskReserve);
  await needRoom(resolve(file), size);
  process.umask(0o077);
  using _lock = lockSnapshot(snapshot);
  const takenAt = systemClock.now();
  try {
    await takeSnapshot(path, snapshot);
    const { schema, damage, counts } = inspectStore(snapshot);
    if (damage !== undefined)
      throw complain(`the store ${sqlite} is damaged (${damage}): no backup was made; keep the earlier ones`);
    const manifest: Manifest = {
      tocsin: version,
      schema,
      takenAt: new Date(takenAt).toISOString(),
      counts,
      ...(await digestOf(snapshot)),
    };
    await writeNew(file, force, (to) => pack(snapshot, to, manifest, passphrase));
    noteInStore(path, {
      at: systemClock.now(),
      actor: COMMAND_LINE,
      action: 'backup.create',
      subject: 'store',
      detail: { ...manifest, encrypted: passphrase !== undefined },
    });
    process.stdout.write(describe(file, manifest, passphrase !== undefined));
    return 0;
  } finally {
    await rm(snapshot, { force: true });
  }
};

const real = (file: string): string => (existsSync(file) ? realpathSync(file) : resolve(file));

/** @throws TocsinError if the backup would replace a file that the gateway works with */
const keepApart = (file: string, used: readonly string[]): void => {
  if (used.some((one) => real(one) === real(file)))
    throw complain(`${file} is a file of the gateway itself: choose another name`);
};

const describe = (
  file: string,
  { takenAt, schema, counts, bytes }: Manifest,
  isEncrypted: boolean,
): string => {
  const { messages, unsent, contacts, alerts, users } = counts;
  return `${file} is a backup of ${takenAt}, ${isEncrypted ? 'encrypted' : 'not encrypted: it holds numbers and texts of people'}.
It has ${messages} messages (${unsent} of them unsent), ${contacts} contacts, ${alerts} alerts and ${users} users; schema ${schema}, ${megabytes(bytes)}.
`;
};
