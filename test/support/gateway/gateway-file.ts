import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayProcess, type StartOptions } from '../../../scripts/lib/gateway-process.ts';
import { ApiClient } from '../http/api-client.ts';
import { makeToken } from './make-token.ts';

/** A configuration on disk, and the gateway processes that use it one after the other. */
export class GatewayFile {
  readonly configFile: string;
  /** The file of SQLite. */
  readonly store: string;
  readonly #folder: string;
  #token = '';
  #running: GatewayProcess | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
    this.configFile = join(folder, 'tocsin.yaml');
    this.store = join(folder, 'tocsin.db');
  }

  /** @param routes the list of routes in YAML, each line indented by two spaces */
  static async make(routes: string, listen = '127.0.0.1:0'): Promise<GatewayFile> {
    const file = new GatewayFile(await mkdtemp(join(tmpdir(), 'tocsin-')));
    await writeFile(
      file.configFile,
      `http: { listen: ${listen} }
store: { sqlite: ${file.store} }
sender: PREFECTURE
uncertainGrace: 300ms
routes:
${routes}
`,
    );
    file.#token = await makeToken(file.store, 'admin', 'test');
    return file;
  }

  async start(how: StartOptions = {}): Promise<ApiClient> {
    this.#running = await GatewayProcess.start(this.configFile, how);
    return new ApiClient(this.#running.url, this.#token);
  }

  /** The URL of the running gateway. */
  get url(): string {
    return this.#running?.url ?? '';
  }

  /** A client of a gateway that another process started with this configuration. */
  clientAt(url: string): ApiClient {
    return new ApiClient(url, this.#token);
  }

  /** Starts a second gateway while the first is running. */
  async startAnother(): Promise<void> {
    const another = await GatewayProcess.start(this.configFile);
    await another.stop();
  }

  /** Resolves when the running gateway has ended without being stopped. */
  async ended(): Promise<void> {
    await this.#running?.ended();
  }

  async kill(): Promise<void> {
    await this.#running?.stop('SIGKILL');
  }

  /** Sends SIGTERM and resolves with the exit code. */
  async stop(): Promise<number | null> {
    return (await this.#running?.stop('SIGTERM')) ?? null;
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
