import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { whyNotWritable } from '../../config/file-access.ts';
import type { Config } from '../../config/schema.ts';
import { sqliteVersion } from '../../store/sqlite/backup/snapshot.ts';
import { realFile } from '../../store/sqlite/files/real-file.ts';
import { megabytes } from '../backup/room.ts';
import { version } from '../version.ts';
import { broken, type Finding, fine, warning } from './finding.ts';

const LEAST_NODE = 24;
/** Rights of users who are neither the owner nor in the group (inode(7)). */
const OTHERS = 0o007;
const GROUP_WRITES = 0o020;

export const versionFinding = (node: string): Finding => {
  const what = `Tocsin ${version}, Node ${node}, SQLite ${sqliteVersion()}`;
  if (Number(node.split('.')[0]) >= LEAST_NODE) return fine('versions', what);
  return broken(
    'versions',
    what,
    `Tocsin needs Node ${LEAST_NODE} or newer.`,
    'Use the one that npm ci brought: node_modules/.bin/node',
  );
};

/** @param storeBytes the size of the store, 0 if there is none */
export const diskFinding = (freeBytes: number, storeBytes: number, reserveBytes: number): Finding => {
  const what = `${megabytes(freeBytes)} are free where the store is; ${megabytes(reserveBytes)} of them are the reserve`;
  if (freeBytes < reserveBytes)
    return broken(
      'disk',
      what,
      'The gateway accepts nothing new: what is left is for the outcomes of accepted messages.',
      'Make room on that disk, or put the store on a larger one.',
    );
  if (freeBytes < 2 * reserveBytes + storeBytes)
    return warning(
      'disk',
      what,
      `It fills up, and a backup needs ${megabytes(storeBytes)} beside the reserve for its copy.`,
      'Make room, delete earlier (retention), or use a larger disk.',
    );
  return fine('disk', what);
};

const modeOf = (path: string): number | undefined => {
  try {
    return statSync(path).mode;
  } catch {
    return undefined;
  }
};

const HOLDS: Readonly<Record<string, string>> = {
  store: 'Everybody on this machine can read numbers, texts and hashes of tokens.',
  'folder of the store': 'Others on this machine can see its files, and with a right to write replace them.',
  configuration: 'Others on this machine can read it, and with a right to write change passwords and rules.',
};

/** What users of this machine may do who should not. */
export const rightsFindings = (config: Config, configFile: string): readonly Finding[] => {
  const { sqlite } = config.store;
  const cannot = sqlite === undefined ? undefined : whyNotWritable(sqlite);
  const findings: Finding[] = [];
  if (cannot !== undefined)
    findings.push(
      broken('permissions', cannot, 'The gateway cannot start as this user.', 'Run the command above.'),
    );
  const ofStore =
    sqlite === undefined
      ? []
      : ([
          ['store', sqlite, '600'],
          ['folder of the store', dirname(realFile(sqlite)), '700'],
        ] as const);
  const files = [...ofStore, ['configuration', configFile, '640']] as const;
  for (const [name, path, mode] of files) {
    const has = modeOf(path);
    // Nobody gets at a file in a folder that others may not enter.
    const isShut = name === 'store' && ((modeOf(dirname(realFile(path))) ?? 0) & OTHERS) === 0;
    if (has === undefined || isShut || (has & (OTHERS | GROUP_WRITES)) === 0) continue;
    const what = `the ${name} ${path} has the mode ${(has & 0o777).toString(8)}`;
    findings.push(warning('permissions', what, HOLDS[name] ?? '', `chmod ${mode} ${path}`));
  }
  return findings.length > 0
    ? findings
    : [fine('permissions', 'only this user may write, and others see nothing')];
};

export const freeBytesAt = async (path: string): Promise<number | undefined> => {
  try {
    const { bavail, bsize } = await statfs(dirname(realFile(path)));
    return bavail * bsize;
  } catch {
    return undefined;
  }
};
