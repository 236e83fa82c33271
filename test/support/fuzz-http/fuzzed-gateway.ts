import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GatewayProcess } from '../../../scripts/lib/gateway-process.ts';
import { COMMAND_LINE, Tokens } from '../../../src/access/tokens.ts';
import { Users } from '../../../src/access/users.ts';
import { type Role, roles } from '../../../src/domain/access/role.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';

const REPORT_MEMORY = fileURLToPath(new URL('report-memory.ts', import.meta.url));

export interface Memory {
  readonly heap: number;
  readonly resident: number;
}

/** A gateway with a carrier, and with tokens of each role and of two users. */
export class FuzzedGateway {
  readonly process: GatewayProcess;
  /** By role; anna and bruno are users. */
  readonly tokens: ReadonlyMap<string, string>;
  /** Lines of the log that no request should cause. */
  readonly complaints: readonly string[];
  readonly #memory: () => Promise<Memory>;
  readonly #open: AsyncDisposableStack;

  private constructor(
    process: GatewayProcess,
    tokens: ReadonlyMap<string, string>,
    complaints: readonly string[],
    memory: () => Promise<Memory>,
    open: AsyncDisposableStack,
  ) {
    this.process = process;
    this.tokens = tokens;
    this.complaints = complaints;
    this.#memory = memory;
    this.#open = open;
  }

  static async start(): Promise<FuzzedGateway> {
    await using open = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-fuzz-'));
    open.defer(() => rm(folder, { recursive: true, force: true }));
    const smsc = await Smsc.start();
    open.defer(() => smsc.close());
    const configFile = join(folder, 'tocsin.yaml');
    await writeFile(configFile, configOf(folder, smsc.port));
    const tokens = await makeTokens(join(folder, 'tocsin.db'));
    const complaints: string[] = [];
    let remember: (memory: Memory) => void = () => {};
    const gateway = await GatewayProcess.start(configFile, {
      nodeArgs: ['--expose-gc', '--import', REPORT_MEMORY],
      heard: (line) => {
        if (line.startsWith('{"msg":"memory"')) remember(JSON.parse(line) as Memory);
        else if (FAULT.test(line) || PRIVATE.test(line)) complaints.push(line);
      },
    });
    open.defer(async () => void (await gateway.stop()));
    await smsc.until(({ bound }) => bound > 0);
    for (const [index, text] of ['AIDE', 'Au secours', 'STOP', 'Bonjour'].entries())
      await smsc.sendInbound({ from: `3363998000${index}`, to: '33199000001', text });
    const memory = (): Promise<Memory> =>
      new Promise((resolve) => {
        remember = resolve;
        if (gateway.pid !== undefined) process.kill(gateway.pid, 'SIGUSR2');
      });
    return new FuzzedGateway(gateway, tokens, complaints, memory, open.move());
  }

  /** What the gateway still has after its garbage is collected. */
  memory(): Promise<Memory> {
    return this.#memory();
  }

  async stop(): Promise<void> {
    await this.#open.disposeAsync();
  }
}

/** An error of the gateway itself: other errors, such as an approver without a phone, are for operators. */
const FAULT = /^\{"level":"error".*"err":/;

/** No number may be in the log. */
const PRIVATE = /3363998\d{4}|06 ?39 ?98/;

const configOf = (folder: string, port: number): string => `http: { listen: 127.0.0.1:0 }
store: { sqlite: ${folder}/tocsin.db }
sender: PREFECTURE
country: FR
timeZone: Europe/Paris
uncertainGrace: 300ms
webhooks: { allowPrivate: true }
alerts: { testNumbers: ["+33639980001"], overrideOptOut: [extreme], breakGlass: [operator, admin] }
cap: { launch: draft, maxParts: 3, sender: prefecture@example.org }
triggers:
  sms: { phones: ["+33639980001", "+33639980002"] }
  webhooks:
    - { name: pumping-station, identity: [/id], rules: [{ when: { /level: ["3"] }, scenario: Flood, values: { place: /site } }] }
routes:
  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${port}, systemId: tocsin, window: 20 }
`;

const makeTokens = async (sqlite: string): Promise<ReadonlyMap<string, string>> => {
  const store = await openSqliteStore(sqlite, systemClock);
  try {
    const tokens = new Tokens(store, systemClock);
    const users = new Users(store, systemClock, () => {});
    const made = new Map<string, string>();
    for (const role of roles) made.set(role, await tokens.create(role, role));
    const people: readonly (readonly [string, Role, readonly Role[]])[] = [
      ['anna', 'admin', ['admin', 'operator', 'approver']],
      ['bruno', 'approver', ['operator', 'approver']],
    ];
    for (const [name, role, own] of people) {
      await users.create(name, { roles: own, language: 'fr', phone: undefined }, COMMAND_LINE);
      made.set(name, await tokens.create(name, role, await store.findUser(name)));
    }
    return made;
  } finally {
    await store.close();
  }
};
