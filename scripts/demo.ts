import { once } from 'node:events';
import { alertTo, numbersOf } from './lib/demo/demo-alert.ts';
import { DemoClient, type Tally } from './lib/demo/demo-client.ts';
import { type DemoStage, openStage } from './lib/demo/demo-stage.ts';
import { answerAlert, leaveTown } from './lib/demo/demo-town.ts';
import { Narrator, plural } from './lib/demo/narrator.ts';
import { readFlags } from './lib/read-flags.ts';

const USAGE = `Usage: scripts/demo [--once] [--json]
  --once   end after the summary; exit 0 only if every message is delivered
  --json   make the last line of output one JSON object
`;
const PEOPLE = 2000;
const CUT_AT_DELIVERED = 600;
const OUTAGE_MS = 15_000;
/** The demo takes about 40 s; after this time it prints what is still open, and has failed. */
const PATIENCE_MS = 180_000;
/** 128 plus the number of SIGINT, as in shells. */
const EXIT_INTERRUPTED = 130;

const options = readFlags(
  USAGE,
  { options: { once: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } },
  ({ values }) => values,
);

const narrator = new Narrator();

const runAlert = async (
  { carriers }: DemoStage,
  client: DemoClient,
): Promise<{ accepted: number; tally: Tally; seconds: number }> => {
  narrator.say(
    'Two carriers over SMPP, and a GSM modem in the cellar: each is simulated, the sockets and the serial line are real.',
  );
  await client.untilUp(['carrier-a', 'carrier-b', 'modem-1']);
  narrator.start();
  const accepted = await client.sendBatch(alertTo(PEOPLE));
  narrator.event(`alert to ${PEOPLE} people: ${accepted} accepted, all on disk`);

  const tell = (tally: Tally): void => narrator.progress(tally);
  await client.follow(tell, (tally) => tally.delivered >= CUT_AT_DELIVERED);
  carriers.a.cut();
  carriers.b.cut();
  narrator.event('BOTH CARRIERS ARE CUT: sockets closed, ports refused. The modem carries the most urgent.');
  const repair = setTimeout(() => {
    void carriers.b.restore();
    narrator.event('carrier-b is back');
  }, OUTAGE_MS);
  try {
    await client.follow(tell, ({ queued, sending }) => queued + sending === 0);
  } finally {
    clearTimeout(repair);
  }

  // carrier-a still has the receipts of the messages that it accepted before the cut; it sends them once it is back.
  const before = await client.tally();
  if (before.delivered < accepted) {
    await carriers.a.restore();
    narrator.event(
      `carrier-a is back as well: it has the receipts of ${plural(before.sent, 'message')} that it had accepted`,
    );
  }
  const tally = await client.follow(tell, ({ open }) => open === 0);
  return { accepted, tally, seconds: narrator.seconds };
};

/** How many people have the text not at all or more than once, by their phones and not by the gateway. */
const lookAtPhones = ({ carriers, modem }: DemoStage): { lost: number; twice: number } => {
  const counts = alertTo(PEOPLE).map(({ to }) =>
    [carriers.a, carriers.b, modem].reduce((sum, { phones }) => sum + phones.texts(to).length, 0),
  );
  return {
    lost: counts.filter((count) => count === 0).length,
    twice: counts.filter((count) => count > 1).length,
  };
};

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
// The reader of the output, such as `head`, has ended.
process.stdout.on('error', () => interrupted.abort());

const open = new AsyncDisposableStack();
let json = '';
try {
  const stage = await openStage(open);
  const { carriers, gateway, token } = stage;
  const client = new DemoClient(gateway.url, token, { patienceMs: PATIENCE_MS, signal: interrupted.signal });
  const { accepted, tally, seconds } = await runAlert(stage, client);
  const { lost, twice } = lookAtPhones(stage);
  const { delivered, possibleDuplicates, byRoute } = tally;
  narrator.summary({ accepted, lost, twice, tally, seconds });
  json = JSON.stringify({ accepted, delivered, lost, possibleDuplicates, byRoute, seconds });
  process.exitCode = delivered === accepted && accepted === PEOPLE && lost === 0 ? 0 : 1;
  if (!options.once) {
    await carriers.a.restore().catch(() => {});
    await leaveTown(client, numbersOf(PEOPLE));
    narrator.invite(gateway.url, await stage.login());
    // The demo may be ended meanwhile, and the phones with it.
    answerAlert(stage, numbersOf(PEOPLE), interrupted.signal).catch(() => {});
    if (!interrupted.signal.aborted) await once(interrupted.signal, 'abort');
  }
} catch (error) {
  if (!interrupted.signal.aborted) throw error;
  process.exitCode = EXIT_INTERRUPTED;
} finally {
  await open.disposeAsync();
}
if (options.json && json !== '') process.stdout.write(`${json}\n`);
