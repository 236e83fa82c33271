import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AlertClient } from '../../../test/support/alerts/alert-client.ts';
import { GatewayProcess } from '../gateway-process.ts';
import { begins, type Moment } from './steps.ts';
import type { Tree } from './tree.ts';

const AT_TIME = fileURLToPath(new URL('at-time.ts', import.meta.url));
const run = promisify(execFile);

/** How the gateway meets its carriers. */
export interface Meeting {
  readonly ports: readonly [number, number];
  readonly responseTimeout: string;
  readonly uncertainGrace: string;
  /** How long a route must be down until an alarm is raised; undefined: as by default. */
  readonly routeDownAfter?: string | undefined;
}

/** No carrier is there, and no doubt ends by itself and no alarm begins: what is stored stays as it is. */
export const ALONE: Meeting = {
  ports: [9, 9],
  responseTimeout: '60s',
  uncertainGrace: '1h',
  routeDownAfter: '1h',
};

interface Start {
  /** At which time it believes to start, ms since the epoch; left out: now. */
  readonly atMs?: number;
  /** A script that node loads before. */
  readonly preload?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Started {
  readonly gateway: GatewayProcess;
  readonly api: AlertClient;
  /** From the start of the process until it accepts messages, ms. */
  readonly readyAfterMs: number;
  /** What the log says. */
  readonly log: readonly string[];
}

/** The largest memory that the process has had, octets. */
export const peakMemoryOf = (pid: number | undefined): number => {
  const [, kib = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) * 1024;
};

const entryIs = (line: string, msg: string): boolean => line.includes(`"msg":"${msg}"`);

/** A folder with a configuration and a store, on which gateways of several versions are started. */
export class Stage {
  readonly folder: string;
  readonly store: string;
  readonly configFile: string;
  #token = '';

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.folder = folder;
    this.store = join(folder, 'tocsin.db');
    this.configFile = join(folder, 'tocsin.yaml');
  }

  meet({ ports: [a, b], responseTimeout, uncertainGrace, routeDownAfter }: Meeting): void {
    const carrier = (id: string, port: number): string =>
      `{ id: ${id}, type: smpp, host: 127.0.0.1, port: ${port}, systemId: tocsin, window: 50, ` +
      `responseTimeout: ${responseTimeout}, reconnect: { min: 50ms, max: 500ms } }`;
    writeFileSync(
      this.configFile,
      `http: { listen: 127.0.0.1:0 }
store: { sqlite: ${this.store} }
sender: PREFECTURE
country: FR
timeZone: Europe/Paris
uncertainGrace: ${uncertainGrace}
${routeDownAfter === undefined ? '' : `alarms: { routeDownAfter: ${routeDownAfter} }\n`}webhooks: { allowPrivate: true }
alerts: { twoPersons: live, testNumbers: ["+33639989901"], overrideOptOut: [extreme] }
cap: { launch: draft, maxParts: 3, sender: prefecture@example.org }
triggers:
  sms: { phones: ["+33639989902"] }
  webhooks:
    - { name: pumping-station, identity: [/id], rules: [{ when: { /level: ["3"] }, scenario: Crue, values: { place: /site } }] }
routes:
  - ${carrier('carrier-a', a)}
  - ${carrier('carrier-b', b)}
  - ${carrier('carrier-c', 9)}
plan:
  - { tiers: [[carrier-a], [carrier-b]], spillAfter: 5s }
`,
    );
  }

  get token(): string {
    return this.#token;
  }

  /** The token of the clients that `start` gives. */
  useToken(token: string): void {
    this.#token = token;
  }

  /** Makes a user with a token by the commands of a version. */
  async makeUser(tree: Tree, name: string, role: string): Promise<string> {
    const command = async (...args: readonly string[]): Promise<string> =>
      (
        await run(process.execPath, [tree.main, ...args, '--config', this.configFile, '--role', role])
      ).stdout.trim();
    await command('user', 'create', '--name', name);
    return command('token', 'create', '--name', `${name}'s`, '--user', name);
  }

  /**
   * Starts a gateway, and resolves once it accepts messages.
   * @throws Error with its last words if it ends before
   */
  async start(tree: Tree, { atMs, preload, env = {} }: Start = {}): Promise<Started> {
    const log: string[] = [];
    const from = performance.now();
    const preloaded = [...(atMs === undefined ? [] : [AT_TIME]), ...(preload === undefined ? [] : [preload])];
    const gateway = await GatewayProcess.start(this.configFile, {
      main: tree.main,
      nodeArgs: preloaded.flatMap((file) => ['--import', file]),
      env: { ...env, ...(atMs === undefined ? {} : { TOCSIN_AT_MS: String(atMs) }) },
      heard: (line) => log.push(line),
    });
    const readyAfterMs = performance.now() - from;
    return { gateway, api: this.client(gateway.url), readyAfterMs, log };
  }

  /** Starts a gateway, and kills it at a moment of its migration. Resolves with whether there was such a moment. */
  async killAt(tree: Tree, { step, afterMs }: Moment): Promise<boolean> {
    const args = [tree.main, 'serve', '--config', this.configFile];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const gone = once(child, 'exit');
    let begun = -1;
    let isKilled = false;
    for await (const line of createInterface({ input: child.stdout })) {
      if (entryIs(line, 'ready')) break;
      if (!begins(line) || ++begun < step) continue;
      await pause(afterMs);
      isKilled = true;
      break;
    }
    child.kill('SIGKILL');
    await gone;
    return isKilled;
  }

  client(url: string, token = this.#token): AlertClient {
    return new AlertClient(url, token);
  }
}
