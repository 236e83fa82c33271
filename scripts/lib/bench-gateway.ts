import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayProcess } from './gateway-process.ts';

/** A gateway on an empty store, for one run. */
export class BenchGateway {
  readonly url: string;
  readonly token: string;
  readonly #process: GatewayProcess;
  readonly #folder: string;

  private constructor(gateway: GatewayProcess, folder: string, token: string) {
    this.#process = gateway;
    this.#folder = folder;
    this.url = gateway.url;
    this.token = token;
  }

  /** @param routes YAML lines of the list of routes, indented by two */
  static async start(routes: string): Promise<BenchGateway> {
    // Not in /tmp, which may be memory: what is measured is a disk that syncs.
    const folder = await mkdtemp(join(process.env['TOCSIN_BENCH_DIR'] ?? tmpdir(), 'tocsin-bench-'));
    const configFile = join(folder, 'bench.yaml');
    await writeFile(
      configFile,
      `http: { listen: 127.0.0.1:0 }\nstore: { sqlite: ${folder}/tocsin.db }\nsender: BENCH\nroutes:${routes === '' ? ' []' : `\n${routes}`}\n`,
    );
    const token = await GatewayProcess.createToken(configFile, 'bench', 'admin');
    return new BenchGateway(await GatewayProcess.start(configFile), folder, token);
  }

  /** Resident now and at its highest, in MB, as the kernel counts it. */
  memory(): { now: number; peak: number } {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
    const megabytes = (field: string): number =>
      Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
    return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
  }

  async postBatch(body: string): Promise<number> {
    const response = await fetch(`${this.url}/v1/messages/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/x-ndjson' },
      body,
    });
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
    return ((await response.json()) as { accepted: number }).accepted;
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
