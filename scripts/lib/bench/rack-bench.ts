import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SimModem } from '../../../src/sim/modem/modem.ts';
import { Pty } from '../../../src/sim/modem/pty.ts';
import { BenchGateway } from './bench-gateway.ts';
import { type BenchSize, batchBody, type Figures } from './bench-load.ts';

const MODEMS = 20;
const PULLED = 10;
const MESSAGES = 2000;
/** The radio time of one part, ms: a fifth of that of a good modem. */
const PART_MS = 500;
/** The pause before the next modem is pulled, and how long it is out, ms. */
const EVERY_MS = 1500;
const OUT_MS = 2000;
/** How long to wait until the last message has left, ms. */
const PATIENCE_MS = 300_000;
/** How long status reports are waited for after that, ms. Those of a modem without its settings are lost. */
const RECEIPTS_MS = 10_000;

interface Shown {
  readonly to: string;
  readonly state: string;
  readonly possibleDuplicate: boolean;
}

/** Every message of the gateway; the batch goes to as many numbers. */
const allMessages = async (gateway: BenchGateway): Promise<readonly Shown[]> => {
  const all: Shown[] = [];
  let cursor: string | null = null;
  do {
    const next: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page = (await gateway.ask('GET', `/v1/messages?limit=1000${next}`)) as {
      readonly items: readonly Shown[];
      readonly next: string | null;
    };
    all.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return all;
};

/**
 * Twenty modems on pseudo-terminals, each beside a silent port, on one gateway. Ten of them are pulled out and put back
 * under other names while 2,000 messages go out.
 */
export const rack = async (_size: BenchSize): Promise<Figures> => {
  await using open = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-rack-'));
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const ids = Array.from({ length: MODEMS }, (_, index) => `modem-${index}`);
  // The gateway starts before the modems: a child process inherits the descriptors of pseudo-terminals, and would keep
  // those open that are pulled out.
  const gateway = await BenchGateway.start(
    ids
      .map(
        (id, index) =>
          `  - { id: ${id}, type: modem, imei: "4901542032375${String(index).padStart(2, '0')}" }`,
      )
      .join('\n'),
    { more: `modemPorts: [${folder}]\n` },
  );
  open.defer(() => gateway.stop());
  const began = performance.now();
  const modems: SimModem[] = [];
  for (let index = 0; index < MODEMS; index++) {
    const own = String(index).padStart(2, '0');
    const modem = await SimModem.start({
      partMs: PART_MS,
      reportDelayMs: 200,
      imei: `4901542032375${own}`,
      iccid: `89882110000000003${own}`,
      imsi: `0010100000001${own}`,
      link: join(folder, `usb-${own}-if2`),
      family: 'quectel-ec25',
    });
    open.defer(() => modem.close());
    modems.push(modem);
    const silent = new Pty(() => undefined);
    open.defer(() => silent.close());
    await symlink(silent.path, join(folder, `usb-${own}-if0`));
  }
  await gateway.untilUp(...ids);
  const upSeconds = (performance.now() - began) / 1000;
  const before = gateway.footprint();

  const started = performance.now();
  await gateway.postBatch(batchBody(MESSAGES));
  for (let index = 0; index < PULLED; index++) {
    await wait(EVERY_MS);
    const modem = modems[index];
    modem?.unplug();
    await wait(OUT_MS);
    await modem?.replugAt(join(folder, `usb-again-${index}-if2`));
  }
  const underWay = new Set(['queued', 'sending']);
  let messages = await allMessages(gateway);
  const end = performance.now() + PATIENCE_MS;
  while (messages.some(({ state }) => underWay.has(state)) && performance.now() < end) {
    await wait(1000);
    messages = await allMessages(gateway);
  }
  const seconds = (performance.now() - started) / 1000;
  const after = gateway.footprint();
  await wait(RECEIPTS_MS);
  messages = await allMessages(gateway);

  const times = (to: string): number => modems.reduce((sum, { phones }) => sum + phones.texts(to).length, 0);
  const received = messages.map((message) => ({ ...message, times: times(message.to) }));
  const count = (test: (one: (typeof received)[number]) => boolean): number => received.filter(test).length;
  const views = (await gateway.ask('GET', '/v1/routes')) as readonly { readonly state: string }[];
  return {
    upSeconds,
    seconds,
    idealSeconds: (MESSAGES * PART_MS) / 1000 / MODEMS,
    messages: received.length,
    delivered: count(({ state }) => state === 'delivered'),
    sent: count(({ state }) => state === 'sent'),
    uncertain: count(({ state }) => state === 'uncertain'),
    lost: count((one) => one.times === 0 && one.state !== 'uncertain'),
    marked: count(({ possibleDuplicate }) => possibleDuplicate),
    duplicates: count((one) => one.times > 1),
    unmarkedDuplicates: count((one) => one.times > 1 && !one.possibleDuplicate),
    backInService: views.filter(({ state }) => state === 'up').length,
    violations: modems.reduce((sum, { violations }) => sum + violations.length, 0),
    cpuPercent: (100 * (after.cpuSeconds - before.cpuSeconds)) / seconds,
    residentMb: after.resident,
    peakMb: after.peak,
    descriptors: after.descriptors,
  };
};
