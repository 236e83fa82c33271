import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Binaries } from './binaries.ts';
import type { Owner } from './owner.ts';

const READY = 'database system is ready to accept connections';
const PORT_TAKEN = /could not bind .*Address already in use/;
const KEPT_LOG = 64 * 1024;
const START_MS = 60_000;
const STOP_MS = 10_000;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  synchronous_commit: 'on',
  max_connections: '300',
  log_checkpoints: 'off',
  lc_messages: 'C',
};
/** What a crash of the machine would lose doesn't matter in tests. A commit still waits, as it does in operation. */
const KEEPS_NOTHING = {
  fsync: 'off',
  full_page_writes: 'off',
  // The data are in memory where there is such a folder.
  max_wal_size: '256MB',
};

/** The port was free a moment before, and another process has taken it since. */
export class PortTaken extends Error {}

export class ServerProcess {
  readonly #child: ChildProcess;
  #log = '';
  #isStopped = false;
  #isFrozen = false;

  /** @param keepsCommits whether it syncs what is committed, as by PostgreSQL's own defaults */
  constructor({ postgres }: Binaries, owner: Owner, data: string, port: number, keepsCommits: boolean) {
    const chosen = { ...SETTINGS, ...(!keepsCommits && KEEPS_NOTHING) };
    const settings = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    this.#child = spawn(postgres, ['-D', data, '-p', `${port}`, ...settings], {
      ...owner,
      cwd: data,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#log = (this.#log + text).slice(-KEPT_LOG);
    });
  }

  get log(): string {
    return this.#log;
  }

  /** Whether it was asked to end. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** @param onEnd is called once when the server has ended, for whatever reason */
  onEnd(onEnd: () => void): void {
    this.#child.once('close', onEnd);
  }

  async untilReady(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const fail = (reason: string): void => reject(new Error(`PostgreSQL ${reason}\n${this.#log}`));
    const onLog = (): void => {
      if (this.#log.includes(READY)) resolve();
    };
    const onClose = (): void =>
      PORT_TAKEN.test(this.#log) ? reject(new PortTaken(this.#log)) : fail("didn't start");
    const timer = setTimeout(fail, START_MS, "didn't start in time");
    this.#child.once('error', (error) => fail(`can't be run: ${error.message}`));
    this.#child.once('close', onClose);
    this.#child.stderr?.on('data', onLog);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#child.off('close', onClose);
      this.#child.stderr?.off('data', onLog);
    }
  }

  /** Stands still from now on, with all its processes: its connections stay open, and nothing is answered. */
  freeze(): void {
    // The first process starts the others, so that none comes once it stands still.
    this.#child.kill('SIGSTOP');
    this.#signalChildren('SIGSTOP');
    this.#isFrozen = true;
  }

  /** Goes on if it was frozen. */
  thaw(): void {
    if (!this.#isFrozen) return;
    this.#isFrozen = false;
    this.#signalChildren('SIGCONT');
    this.#child.kill('SIGCONT');
  }

  #signalChildren(signal: 'SIGSTOP' | 'SIGCONT'): void {
    for (const pid of this.#children())
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended since.
      }
  }

  #children(): readonly number[] {
    try {
      const pids = execFileSync('pgrep', ['-P', `${this.#child.pid}`], { encoding: 'utf8' });
      return pids.trim().split('\n').map(Number);
    } catch {
      // It has none.
      return [];
    }
  }

  /** At once, and without a checkpoint, as in a crash: the next start recovers. It takes its own processes along. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#child.pid === undefined || this.hasEnded) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGQUIT');
    this.thaw();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(timer);
  }
}
