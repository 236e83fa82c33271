import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const KEEPER = fileURLToPath(new URL('./keeper.ts', import.meta.url));

/**
 * What can be done to a server: it ends at once as in a crash, is started again on the same data and port, stands still
 * with open connections, or goes on.
 */
export type KeeperCommand = 'crash' | 'start' | 'freeze' | 'thaw';

/** A PostgreSQL of its own, on its own data directory and port. It ends with this process, however that ends. */
export class KeptServer implements AsyncDisposable {
  /** Its address, as its superuser, in the database `postgres`. */
  readonly url: string;
  readonly #keeper: ChildProcess;
  readonly #lines: Interface;

  private constructor(keeper: ChildProcess, lines: Interface, url: string) {
    this.#keeper = keeper;
    this.#lines = lines;
    this.url = url;
  }

  /** @param keeps what a crash of the machine leaves: nothing, or all that was committed, as in operation */
  static async start(keeps: 'nothing' | 'commits' = 'nothing'): Promise<KeptServer> {
    // In a process group of its own, so that Ctrl+C in a terminal ends Vitest first, and the server after it.
    const keeper = spawn(process.execPath, [KEEPER, keeps], {
      detached: true,
      stdio: ['pipe', 'pipe', 'inherit'],
      // Then its files are not in memory.
      env: keeps === 'nothing' ? process.env : { ...process.env, TMPDIR: tmpdir() },
    });
    const lines = createInterface({ input: keeper.stdout as Readable });
    const ended = once(keeper, 'exit').then(([code, signal]) => {
      throw new Error(`the tests' PostgreSQL can't be started (${code ?? signal}), see above`);
    });
    const [url] = (await Promise.race([once(lines, 'line'), ended])) as [string];
    ended.catch(() => undefined);
    // Vitest may end by itself when all is done, even if it forgets the teardown.
    keeper.unref();
    for (const pipe of [keeper.stdin, keeper.stdout]) (pipe as { unref?: () => void } | null)?.unref?.();
    return new KeptServer(keeper, lines, url);
  }

  /** Resolves once it is done; after a start the server is not ready yet. One at a time. */
  async tell(command: KeeperCommand): Promise<void> {
    const answered = once(this.#lines, 'line');
    this.#keeper.stdin?.write(`${command}\n`);
    await answered;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { exitCode, signalCode } = this.#keeper;
    if (exitCode !== null || signalCode !== null) return;
    this.#keeper.ref();
    const ended = once(this.#keeper, 'exit');
    this.#keeper.stdin?.end();
    await ended;
  }
}
