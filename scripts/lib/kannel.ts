import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

const find = (program: string): string | undefined => {
  const { status, stdout } = spawnSync('sh', ['-c', `PATH="$PATH:/usr/sbin" command -v ${program}`], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
};

/**
 * Kannel's two daemons from the system's package, as the peer of a benchmark: file store (not synced), internal DLR
 * store.
 */
export class Kannel {
  readonly sendPort: number;
  readonly #children: readonly ChildProcess[];
  readonly #folder: string;

  private constructor(sendPort: number, children: readonly ChildProcess[], folder: string) {
    this.sendPort = sendPort;
    this.#children = children;
    this.#folder = folder;
  }

  static get installed(): boolean {
    return find('bearerbox') !== undefined && find('smsbox') !== undefined;
  }

  /** @param window submit_sm in flight */
  static async start(sinkPort: number, window: number): Promise<Kannel> {
    const bearerbox = find('bearerbox');
    const smsbox = find('smsbox');
    if (bearerbox === undefined || smsbox === undefined)
      throw new Error('bearerbox and smsbox are not installed');
    const folder = await mkdtemp(join(process.env['TOCSIN_BENCH_DIR'] ?? tmpdir(), 'tocsin-kannel-'));
    await mkdir(join(folder, 'log'));
    const [admin, box, send] = [await freePort(), await freePort(), await freePort()];
    const file = join(folder, 'kannel.conf');
    await writeFile(file, config(folder, sinkPort, window, admin, box, send));
    const children = [spawn(bearerbox, ['-v', '4', file], { stdio: 'ignore' })];
    await untilListens(box);
    children.push(spawn(smsbox, ['-v', '4', file], { stdio: 'ignore' }));
    await untilListens(send);
    await untilOnline(admin);
    return new Kannel(send, children, folder);
  }

  /** The request line of one message; with `dlr-mask=31` each receipt is asked for and kept. */
  static path(to: string, text: string, receipts: boolean): string {
    const query = new URLSearchParams({ username: 'bench', password: 'bench', to, text });
    if (receipts) query.set('dlr-mask', '31');
    return `/cgi-bin/sendsms?${query}`;
  }

  /** The resident memory of both daemons, MB. */
  memory(): number {
    const of = (pid: number | undefined): number =>
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    return Math.round(this.#children.reduce((sum, { pid }) => sum + of(pid), 0) / 1024);
  }

  async stop(): Promise<void> {
    for (const child of this.#children.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (found: boolean) => {
      socket.destroy();
      resolve(found);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });

const untilListens = async (port: number): Promise<void> => {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await listens(port)) return;
    await wait(50);
  }
  throw new Error(`nothing listens on ${port}`);
};

const untilOnline = async (adminPort: number): Promise<void> => {
  for (let attempt = 0; attempt < 200; attempt++) {
    const status = await fetch(`http://127.0.0.1:${adminPort}/status.txt?password=bench`).then((answer) =>
      answer.text(),
    );
    if (/online/.test(status)) return;
    await wait(50);
  }
  throw new Error('the peer never bound to the sink');
};

const config = (
  folder: string,
  sink: number,
  window: number,
  admin: number,
  box: number,
  send: number,
): string => `
group = core
admin-port = ${admin}
admin-password = bench
status-password = bench
smsbox-port = ${box}
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
log-file = "${folder}/log/bearerbox.log"
log-level = 4
store-type = file
store-location = "${folder}/store"
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = sink
host = 127.0.0.1
port = ${sink}
transceiver-mode = true
smsc-username = bench
smsc-password = bench
system-type = ""
max-pending-submits = ${window}
enquire-link-interval = 30

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${send}
global-sender = BENCH
log-file = "${folder}/log/smsbox.log"
log-level = 4

group = sendsms-user
username = bench
password = bench
concatenation = true
max-messages = 10
`;
