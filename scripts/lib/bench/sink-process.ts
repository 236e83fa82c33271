import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../src/sim/smsc/main.ts', import.meta.url));

export interface Arrival {
  readonly to: string;
  /** ms since the epoch. */
  readonly at: number;
}

/** The simulated carrier as a process of its own, so that its CPU time doesn't count in a benchmark of the gateway. */
export class SinkProcess {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #lines: Interface;

  private constructor(child: ChildProcess, lines: Interface, port: number) {
    this.#child = child;
    this.#lines = lines;
    this.port = port;
  }

  static async start(options: object): Promise<SinkProcess> {
    const child = spawn(process.execPath, [MAIN, JSON.stringify(options)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    const { port } = JSON.parse(line) as { port: number };
    return new SinkProcess(child, lines, port);
  }

  /** Questions to the process, one at a time. */
  async stats(): Promise<Readonly<Record<string, number>>> {
    const { stats } = (await this.ask('stats')) as { stats: Record<string, number> };
    return stats;
  }

  /** The arrivals that were recorded since the last call. */
  async arrivals(): Promise<readonly Arrival[]> {
    const { arrivals } = (await this.ask('arrivals')) as { arrivals: readonly Arrival[] };
    return arrivals;
  }

  /** Sends a command that `src/sim/smsc/commands.ts` understands; one at a time. */
  async ask(command: string, rest: object = {}): Promise<unknown> {
    this.#child.stdin?.write(`${JSON.stringify({ do: command, ...rest })}\n`);
    const [line] = (await once(this.#lines, 'line')) as [string];
    return JSON.parse(line);
  }

  /** Stops the process with open sockets, which looks like a link that is cut somewhere on its way. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGCONT');
    this.#child.kill('SIGTERM');
    await gone;
  }
}
