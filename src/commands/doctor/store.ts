import { existsSync, statSync } from 'node:fs';
import {
  inspectStore,
  lastBackupAt,
  newestTimeIn,
  type StoreFacts,
} from '../../store/sqlite/backup/snapshot.ts';
import { realFile } from '../../store/sqlite/files/real-file.ts';
import { copiesBefore } from '../../store/sqlite/migrating/copy-before.ts';
import { alarmFindings } from './alarms.ts';
import { broken, type Finding, fine, warning } from './finding.ts';

const DAY_MS = 86_400_000;
const OLD_MS = 7 * DAY_MS;
/** After this time nobody goes back to the version from before. */
const LONG_MS = 30 * DAY_MS;

/** What is known of a store's file. */
export interface StoreLook {
  readonly findings: readonly Finding[];
  /** The newest time in it, ms since the epoch. */
  readonly newest: number | undefined;
}

export const schemaFinding = ({
  schema,
  isNewer,
  isOlder,
}: Pick<StoreFacts, 'schema' | 'isNewer' | 'isOlder'>): Finding => {
  if (isNewer)
    return broken(
      'schema',
      `the store has the schema ${schema}, which is newer than this program`,
      'The gateway does not start.',
      'Start the newer version, or restore the backup from before the upgrade (docs/upgrade.md).',
    );
  if (isOlder)
    return warning(
      'schema',
      `the store has the schema ${schema}, which is older than this program`,
      'The next start migrates it, and an older version can’t open it afterwards.',
      'Make a backup before that start.',
    );
  return fine('schema', `${schema}, that of this program`);
};

export const backupFinding = (at: number | undefined, now: number): Finding => {
  const todo = 'Make one every day: backup --to FILE, and copy it to another machine.';
  const why = 'Everything since the last backup is lost with the disk.';
  if (at === undefined) return warning('backup', 'there was never one', why, todo);
  const when = `the last one is of ${new Date(at).toISOString()}`;
  if (now - at > OLD_MS)
    return warning('backup', `${when}, ${Math.floor((now - at) / DAY_MS)} days ago`, why, todo);
  return fine('backup', when);
};

/** The copies of the store that upgrades have left beside its file, also where the path is a link to it. */
export const copyFindings = (path: string, now: number): readonly Finding[] =>
  copiesBefore(realFile(path)).map(({ file, isWhole }) => {
    if (!isWhole)
      return warning(
        'copy',
        `${file} is a copy of the store that an upgrade has not finished`,
        'It holds the data of people, also of those who were erased since, and nothing uses it.',
        'Remove it, unless a command or a gateway migrates the store just now (docs/upgrade.md).',
      );
    const what = `${file} is the store from before an upgrade`;
    return now - statSync(file).mtimeMs > LONG_MS
      ? warning(
          'copy',
          what,
          'It holds the data of people, also of those who were erased since.',
          'Remove it, unless you want to go back to the version from before (docs/upgrade.md).',
        )
      : fine('copy', what);
  });

/** @param isAsked whether what gives a user more rights waits for another admin */
export const adminsFinding = (
  isAsked: boolean,
  { counts: { admins } }: { readonly counts: Pick<StoreFacts['counts'], 'admins'> },
): readonly Finding[] =>
  !isAsked || admins > 1
    ? []
    : [
        warning(
          'admins',
          `access.twoPersonsForAdmin is on, and there is ${admins === 1 ? 'one admin' : 'no admin'}`,
          'Nobody can approve what gives a user more rights: it waits for 24 hours and is gone.',
          'Make another admin on the machine: user create --role admin (docs/security.md).',
        ),
      ];

export const lookAtStore = (path: string, now: number, isAsked: boolean): StoreLook => {
  if (!existsSync(path))
    return {
      findings: [fine('store', `${path} is not there yet: the first start makes it`)],
      newest: undefined,
    };
  try {
    const facts = inspectStore(path);
    if (facts.damage !== undefined) return { findings: [damaged(path, facts.damage)], newest: undefined };
    const { messages, unsent } = facts.counts;
    const findings = [
      fine('store', `${path} is whole: ${messages} messages, ${unsent} of them unsent`),
      schemaFinding(facts),
      backupFinding(lastBackupAt(path), now),
      ...copyFindings(path, now),
      ...alarmFindings(path, now),
      ...adminsFinding(isAsked, facts),
    ];
    return { findings, newest: newestTimeIn(path) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { findings: [unreadable(why)], newest: undefined };
  }
};

const unreadable = (why: string): Finding =>
  broken(
    'store',
    why,
    'This user cannot look into the store, and a gateway of this user could not either.',
    'Run this as the user of the gateway; look at the permissions and at the disk (dmesg).',
  );

const damaged = (path: string, why: string): Finding =>
  broken(
    'store',
    `${path}: ${why}`,
    'Messages may be lost or wrong, and the gateway may stop at any time.',
    'Stop the gateway, keep a copy of the file, and restore the last backup (docs/backup.md).',
  );
