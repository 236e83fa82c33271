import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/sim/smsc/main.ts', import.meta.url));

/** The simulated carrier as a process of its own, so that it is not what a benchmark of the gateway measures. */
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

  async stats(): Promise<Readonly<Record<string, number>>> {
    this.#child.stdin?.write('{"do":"stats"}\n');
    const [line] = (await once(this.#lines, 'line')) as [string];
    const answer = JSON.parse(line) as { stats?: Record<string, number> } & Record<string, number>;
    return answer.stats ?? answer;
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await gone;
  }
}
