import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { chown, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What the packages bring that are essential on Debian: dash, coreutils, findutils, grep, sed, tar, gzip, util-linux … */
const PROGRAMS = [
  ...[
    'sh',
    '[',
    'awk',
    'basename',
    'cat',
    'chmod',
    'chown',
    'cmp',
    'cp',
    'date',
    'df',
    'dirname',
    'env',
    'find',
  ],
  ...[
    'flock',
    'getconf',
    'grep',
    'gzip',
    'head',
    'id',
    'install',
    'ln',
    'ls',
    'mkdir',
    'mv',
    'printf',
    'readlink',
  ],
  ...['rm', 'sed', 'setpriv', 'sha256sum', 'sleep', 'sort', 'sync', 'tar', 'touch', 'uname', 'wc'],
];
const DEVICES = ['null', 'zero', 'random', 'urandom'];
/** A user beside root, where this process may act as another one. */
const OTHER = { name: 'gateway', id: 990 };

const isRoot = process.getuid?.() === 0;
const UNSHARE = [
  ...(isRoot ? [] : ['--map-root-user']),
  '--mount',
  '--net',
  '--pid',
  '--fork',
  '--kill-child',
];

/** Sees nothing but the folder $1: no network, no other process, no other file. */
const ENTER = `set -e
mount --make-rprivate /
mount -t proc proc "$1/proc"
for device in ${DEVICES.join(' ')}; do mount --bind "/dev/$device" "$1/dev/$device"; done
[ -z "$LITTLE_ROOM" ] || mount -t tmpfs -o "size=$LITTLE_ROOM" tmpfs "$1/opt"
ip link set lo up
root=$1
shift
exec chroot "$root" "$@"`;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A machine with the essential programs of Debian and nothing else, in namespaces of its own. */
export class EmptyRoot {
  readonly folder: string;
  /** Whom the gateway can run as there. */
  readonly user = isRoot ? OTHER : { name: 'root', id: 0 };

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Why there can be none here; undefined: there can. */
  static whyNot(): string | undefined {
    const missing = [...PROGRAMS, 'unshare', 'chroot', 'ip', 'mount', 'ldd'].filter(
      (one) => pathOf(one) === undefined,
    );
    if (missing.length > 0) return `this machine has no ${missing.join(', ')}`;
    const tried = spawnSync('unshare', [
      ...UNSHARE,
      'sh',
      '-c',
      'mount -t proc proc /proc && ip link set lo up',
    ]);
    return tried.status === 0 ? undefined : `no namespaces: ${String(tried.stderr).trim()}`;
  }

  /** @param programs further ones whose libraries are needed; they aren't copied themselves */
  static make(programs: readonly string[] = []): EmptyRoot {
    const root = new EmptyRoot(mkdtempSync(join(tmpdir(), 'tocsin-root-')));
    const own = [
      'usr/bin',
      'usr/sbin',
      'usr/lib',
      'usr/lib64',
      'proc',
      'dev',
      'tmp',
      'opt',
      'etc',
      'root',
      'run',
    ];
    for (const folder of own) mkdirSync(root.at(folder), { recursive: true });
    execFileSync('ln', ['-s', 'usr/bin', 'usr/sbin', 'usr/lib', 'usr/lib64', root.folder]);
    for (const device of DEVICES) writeFileSync(root.at(`dev/${device}`), '');
    chmodSync(root.at('tmp'), 0o1777);
    chmodSync(root.folder, 0o755);
    const found = PROGRAMS.map((name) => ({ name, path: realpathSync(pathOf(name) ?? '') }));
    for (const { name, path } of found) copyFileSync(path, root.at(`usr/bin/${name}`));
    for (const library of librariesOf([...found.map(({ path }) => path), ...programs])) {
      mkdirSync(dirname(root.at(library)), { recursive: true });
      copyFileSync(library, root.at(library));
    }
    const { name, id } = OTHER;
    writeFileSync(root.at('etc/passwd'), `root:x:0:0::/root:/bin/sh\n${name}:x:${id}:${id}::/:/bin/sh\n`);
    writeFileSync(root.at('etc/group'), `root:x:0:\n${name}:x:${id}:\n`);
    return root;
  }

  at(path: string): string {
    return join(this.folder, path);
  }

  /** Writes a file; with `mode`, a program. */
  put(path: string, content: string, mode = 0o644): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), content);
    chmodSync(this.at(path), mode);
  }

  /** Gives a file to the user of the gateway. */
  async give(path: string): Promise<void> {
    if (isRoot) await chown(this.at(path), OTHER.id, OTHER.id);
  }

  /** Runs a command in it. @param littleRoom the size of a disk that is mounted on /opt, such as `50m` */
  run(command: readonly string[], littleRoom = ''): Promise<Ended> {
    const env = { PATH: process.env['PATH'] ?? '', LITTLE_ROOM: littleRoom };
    const args = [...UNSHARE, 'sh', '-c', ENTER, 'sh', this.folder, ...command];
    const child = spawn('unshare', args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

const FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

const pathOf = (name: string): string | undefined =>
  FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));

/** By program: ldd starts several processes for each. */
const libraries = new Map<string, readonly string[]>();

const librariesOf = (programs: readonly string[]): ReadonlySet<string> => {
  const found = programs.flatMap((program) => {
    const known = libraries.get(program);
    if (known !== undefined) return known;
    const said = execFileSync('ldd', [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const paths = [...said.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)].map(([, path = '']) => path);
    libraries.set(program, paths);
    return paths;
  });
  return new Set(found);
};
