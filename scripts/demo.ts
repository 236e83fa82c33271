import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SimModem } from '../src/sim/modem/modem.ts';
import { Smsc } from '../src/sim/smsc/smsc.ts';
import { alertTo } from './lib/demo-alert.ts';
import { DemoClient, type Tally } from './lib/demo-client.ts';
import { demoConfig } from './lib/demo-config.ts';
import { GatewayProcess } from './lib/gateway-process.ts';
import { Narrator } from './lib/narrator.ts';

const PEOPLE = 2000;
const CUT_AT_DELIVERED = 600;
const OUTAGE_MS = 15_000;
// Half a second a part instead of the 2.7 s of a good modem, so that the demo shows in seconds what takes minutes.
const MODEM_PART_MS = 500;

const { values } = parseArgs({
  options: { once: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
});

const folder = await mkdtemp(join(tmpdir(), 'tocsin-demo-'));
const narrator = new Narrator();
const carrier = { systemId: 'tocsin', password: 'demo', submitLatencyMs: 20, receiptDelayMs: 50 };
const carriers = { a: await Smsc.start(carrier), b: await Smsc.start(carrier) };
const modem = await SimModem.start({
  operator: 'Demo Mobile',
  partMs: MODEM_PART_MS,
  link: join(folder, 'modem'),
});

const configFile = join(folder, 'demo.yaml');
await writeFile(configFile, demoConfig(folder, carriers.a.port, carriers.b.port, modem.path));
const gateway = await GatewayProcess.start(configFile);
const token = await GatewayProcess.createToken(configFile, 'demo', 'admin');
const client = new DemoClient(gateway.url, token);

const closeAll = async (): Promise<void> => {
  await gateway.stop();
  await modem.close();
  await Promise.all([carriers.a.close(), carriers.b.close()]);
  await rm(folder, { recursive: true, force: true });
};

const runAlert = async (): Promise<{ accepted: number; tally: Tally; seconds: number }> => {
  narrator.say(
    'Two carriers over SMPP, and a GSM modem in the cellar: each is simulated, the sockets and the serial line are real.',
  );
  await client.untilUp(['carrier-a', 'carrier-b', 'modem-1']);
  narrator.start();
  const accepted = await client.sendBatch(alertTo(PEOPLE));
  narrator.event(`alert to ${PEOPLE} people: ${accepted} accepted, all on disk`);

  await client.follow(
    (tally) => narrator.progress(tally),
    (tally) => tally.delivered >= CUT_AT_DELIVERED,
  );
  carriers.a.cut();
  carriers.b.cut();
  narrator.event('BOTH CARRIERS ARE CUT: sockets closed, ports refused. The modem carries the most urgent.');
  const repair = setTimeout(() => {
    void carriers.b.restore();
    narrator.event('carrier-b is back');
  }, OUTAGE_MS);

  // What carrier-a accepted before the cut has its receipts there: it brings them when it is repaired as well.
  const onlyReceiptsMissing = (tally: Tally): boolean => tally.queued + tally.sending === 0;
  await client.follow((tally) => narrator.progress(tally), onlyReceiptsMissing);
  clearTimeout(repair);
  const tally = await client.tally();
  if (tally.delivered < accepted) {
    await carriers.a.restore();
    narrator.event(
      `carrier-a is back as well, with the receipts of ${tally.sent} messages that it had accepted`,
    );
  }
  const final = await client.follow(
    (now) => narrator.progress(now),
    (now) => now.open === 0,
  );
  return { accepted, tally: final, seconds: narrator.seconds };
};

/** What the phones show, not what the gateway says. */
const countLost = (numbers: readonly string[]): number =>
  numbers.filter((number) =>
    [carriers.a, carriers.b, modem].every(({ phones }) => phones.texts(number).length === 0),
  ).length;

try {
  const { accepted, tally, seconds } = await runAlert();
  const lost = countLost(alertTo(PEOPLE).map(({ to }) => to));
  const summary = {
    accepted,
    delivered: tally.delivered,
    lost,
    possibleDuplicates: tally.possibleDuplicates,
    byRoute: tally.byRoute,
    seconds,
  };
  narrator.summary(summary);
  const success = tally.delivered === accepted && accepted === PEOPLE && lost === 0;
  process.exitCode = success ? 0 : 1;
  if (!values.once) {
    await carriers.a.restore().catch(() => {});
    narrator.invite(gateway.url, token);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  }
  await closeAll();
  if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
} catch (error) {
  await closeAll();
  throw error;
}
