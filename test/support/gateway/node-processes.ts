import { writeFile } from 'node:fs/promises';
import { GatewayProcess } from '../../../scripts/lib/gateway-process.ts';
import { ApiClient } from '../http/api-client.ts';
import { Configured } from '../postgres/configured.ts';

/** The gateway that has no name: it is alone on the database. */
export const ALONE = 'alone';

/** The address under which a node reaches the database with this address. */
type Through = (node: string, url: string) => Promise<string>;

/** Several gateways as processes of their own, on one real PostgreSQL. */
export class NodeProcesses implements AsyncDisposable {
  readonly #postgres: Configured;
  readonly #more: string;
  readonly #through: Through;
  readonly #running = new Map<string, GatewayProcess>();
  /** What each process wrote into its log, by node. */
  readonly logs = new Map<string, string[]>();
  readonly #listening = new Set<() => void>();
  #token = '';

  private constructor(postgres: Configured, more: string, through: Through) {
    this.#postgres = postgres;
    this.#more = more;
    this.#through = through;
  }

  /**
   * @param more the configuration of every node, but for its name and its store
   * @param through gives the address of what stands between a node and the database; left out: nothing does
   * @param postgres the database; left out: a new one of the tests' server
   */
  static async make(
    more: string,
    through: Through = async (_node, url) => url,
    postgres?: Configured,
  ): Promise<NodeProcesses> {
    const nodes = new NodeProcesses(postgres ?? (await Configured.make()), more, through);
    const { stdout } = await nodes.#postgres.run('token', 'create', '--name', 'test', '--role', 'admin');
    nodes.#token = stdout.trim();
    return nodes;
  }

  get database(): string {
    return this.#postgres.database;
  }

  /** Starts the node, or starts it again. Resolves once it serves. */
  async start(name: string): Promise<ApiClient> {
    const file = this.#postgres.at(`${name}.yaml`);
    const url = await this.#through(name, this.#postgres.url);
    const store = `store: { postgres: ${JSON.stringify(url)} }\n`;
    const node = name === ALONE ? '' : `node: ${name}\n`;
    await writeFile(file, `${store}${node}http: { listen: 127.0.0.1:0 }\n${this.#more}`, {
      mode: 0o600,
    });
    const log = this.logs.get(name) ?? [];
    this.logs.set(name, log);
    const started = await GatewayProcess.start(file, {
      heard: (line) => {
        log.push(line);
        for (const listener of this.#listening) listener();
      },
    });
    this.#running.set(name, started);
    return new ApiClient(started.url, this.#token);
  }

  /** Ends the node by SIGKILL, or by SIGTERM. Resolves with its exit code. */
  async end(name: string, signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): Promise<number | null> {
    const code = await this.#running.get(name)?.stop(signal);
    this.#running.delete(name);
    return code ?? null;
  }

  /** Resolves when the log of the node has the text so many times. */
  async heard(name: string, text: string, times = 1): Promise<void> {
    const count = () => this.logs.get(name)?.filter((line) => line.includes(text)).length ?? 0;
    while (count() < times) await this.#nextLine();
  }

  #nextLine(): Promise<void> {
    return new Promise((resolve) => {
      const listener = () => {
        this.#listening.delete(listener);
        resolve();
      };
      this.#listening.add(listener);
    });
  }

  /** Freezes the node, as a machine that hangs does, or lets it go on. */
  signal(name: string, signal: 'SIGSTOP' | 'SIGCONT'): void {
    const pid = this.#running.get(name)?.pid;
    if (pid === undefined) throw new Error(`the node ${name} does not run`);
    process.kill(pid, signal);
  }

  /** Resolves when the node has ended by itself. */
  async ended(name: string): Promise<void> {
    await this.#running.get(name)?.ended();
    this.#running.delete(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running.keys()].map((name) => this.end(name)));
    await this.#postgres[Symbol.asyncDispose]();
  }
}
