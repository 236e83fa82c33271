import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { GatewayProcess } from '../gateway-process.ts';

/** Not in /tmp where that is memory, since a disk that syncs is to be measured. */
export const benchFolder = (): Promise<string> =>
  mkdtemp(join(process.env['TOCSIN_BENCH_DIR'] ?? tmpdir(), 'tocsin-bench-'));

export interface BenchSetting {
  /** A folder whose store is kept after the gateway; left out: an empty folder that is removed at the end. */
  readonly folder?: string;
  /** More lines of the configuration. */
  readonly more?: string;
  /** The address of a PostgreSQL database; left out: the store is a file in the folder. */
  readonly postgres?: string;
}

/** Memory and CPU time of a process, as the kernel counts them. */
export interface Footprint {
  /** Resident memory, MB. */
  readonly resident: number;
  /** The highest resident memory, MB. */
  readonly peak: number;
  readonly descriptors: number;
  readonly threads: number;
  /** CPU seconds of all cores since the start of the process. */
  readonly cpuSeconds: number;
}

/** Clock ticks a second in /proc/PID/stat (proc_pid_stat(5)): USER_HZ, 100 on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** A gateway for one run. */
export class BenchGateway {
  readonly url: string;
  readonly token: string;
  /** From the gateway's start to `ready`, ms. */
  readonly startMs: number;
  readonly #process: GatewayProcess;
  readonly #folder: string;
  readonly #isOwnFolder: boolean;

  private constructor(
    gateway: GatewayProcess,
    token: string,
    startMs: number,
    folder: string,
    isOwnFolder: boolean,
  ) {
    this.#process = gateway;
    this.#folder = folder;
    this.#isOwnFolder = isOwnFolder;
    this.startMs = startMs;
    this.url = gateway.url;
    this.token = token;
  }

  /** @param routes YAML lines of the list of routes, indented by two */
  static async start(
    routes: string,
    { folder: given, more = '', postgres }: BenchSetting = {},
  ): Promise<BenchGateway> {
    const folder = given ?? (await benchFolder());
    const configFile = join(folder, 'bench.yaml');
    const store =
      postgres === undefined ? `sqlite: ${folder}/tocsin.db` : `postgres: ${JSON.stringify(postgres)}`;
    await writeFile(
      configFile,
      `http: { listen: 127.0.0.1:0 }\nstore: { ${store} }\nsender: BENCH\n${more}routes:${routes === '' ? ' []' : `\n${routes}`}\n`,
    );
    const token = await GatewayProcess.createToken(configFile, 'bench', 'admin');
    const before = performance.now();
    const gateway = await GatewayProcess.start(configFile);
    return new BenchGateway(gateway, token, performance.now() - before, folder, given === undefined);
  }

  footprint(): Footprint {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
    const field = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]);
    return {
      resident: Math.round(field('VmRSS') / 1024),
      peak: Math.round(field('VmHWM') / 1024),
      descriptors: readdirSync(`/proc/${this.#process.pid}/fd`).length,
      threads: field('Threads'),
      cpuSeconds: this.#cpuSeconds(),
    };
  }

  #cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.#process.pid}/stat`, 'utf8');
    // Fields 14 and 15, user and system; the name, field 2, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  }

  async get(path: string): Promise<Response> {
    return fetch(this.url + path, { headers: { authorization: `Bearer ${this.token}` } });
  }

  /** The messages in this state, 1000 at most. @param more further parts of the query, such as `&priority=critical` */
  async count(state: string, more = ''): Promise<number> {
    const answer = await this.get(`/v1/messages?state=${state}&limit=1000${more}`);
    return ((await answer.json()) as { items: readonly unknown[] }).items.length;
  }

  /** Resolves once each of these routes is up. */
  async untilUp(...ids: readonly string[]): Promise<void> {
    const up = async (): Promise<readonly string[]> => {
      const response = await this.get('/v1/routes');
      const { items: routes } = (await response.json()) as {
        items: readonly { id: string; state: string }[];
      };
      return routes.filter(({ state }) => state === 'up').map(({ id }) => id);
    };
    for (let now = await up(); !ids.every((id) => now.includes(id)); now = await up()) await wait(50);
  }

  /** @throws Error if the answer is not a success */
  async ask(method: 'GET' | 'POST', path: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${this.token}` };
    const answer = await fetch(this.url + path, { method, headers });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  async post(message: object): Promise<void> {
    const response = await fetch(`${this.url}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(message),
    });
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
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
    if (this.#isOwnFolder) await rm(this.#folder, { recursive: true, force: true });
  }
}
