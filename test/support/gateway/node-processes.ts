import { writeFile } from 'node:fs/promises';
import { GatewayProcess } from '../../../scripts/lib/gateway-process.ts';
import { ApiClient } from '../http/api-client.ts';
import { Configured } from '../postgres/configured.ts';

/** Several gateways as processes of their own, on one real PostgreSQL. */
export class NodeProcesses implements AsyncDisposable {
  readonly #postgres: Configured;
  readonly #more: string;
  readonly #running = new Map<string, GatewayProcess>();
  /** What each process wrote into its log, by node. */
  readonly logs = new Map<string, string[]>();
  #token = '';

  private constructor(postgres: Configured, more: string) {
    this.#postgres = postgres;
    this.#more = more;
  }

  /** @param more the configuration of every node, but for its name and its store */
  static async make(more: string): Promise<NodeProcesses> {
    const nodes = new NodeProcesses(await Configured.make(), more);
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
    const store = `store: { postgres: ${JSON.stringify(this.#postgres.url)} }\n`;
    await writeFile(file, `${store}node: ${name}\nhttp: { listen: 127.0.0.1:0 }\n${this.#more}`, {
      mode: 0o600,
    });
    const log = this.logs.get(name) ?? [];
    this.logs.set(name, log);
    const started = await GatewayProcess.start(file, { heard: (line) => log.push(line) });
    this.#running.set(name, started);
    return new ApiClient(started.url, this.#token);
  }

  /** Ends the node by SIGKILL, or by SIGTERM. Resolves with its exit code. */
  async end(name: string, signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): Promise<number | null> {
    const code = await this.#running.get(name)?.stop(signal);
    this.#running.delete(name);
    return code ?? null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running.keys()].map((name) => this.end(name)));
    await this.#postgres[Symbol.asyncDispose]();
  }
}
