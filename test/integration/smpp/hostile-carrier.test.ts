import { afterEach, beforeEach, expect, test } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import type { ApiClient, MessageView } from '../../support/http/api-client.ts';

const MESSAGES = 20_000;
/** Fewer than messages: two that go unanswered to the same phone must not be taken for one another. */
const PHONES = 8000;
const WINDOW = 200;

const numberOf = (index: number): string => `+3363998${String(index % PHONES).padStart(4, '0')}`;
const refused = new Set(Array.from({ length: 20 }, (_, index) => numberOf(index * 7 + 3)));
const undeliverable = new Set(Array.from({ length: 20 }, (_, index) => numberOf(index * 11 + 4001)));

const gsm7 = ', restez chez vous.';
const ucs2 = ' 🌊 gagnez les hauteurs.';
const twoParts = `. ${'Leave the river banks now and stay away. '.repeat(5)}`;
const threeParts = `. ${'Évacuez par la route de crête 🚨 '.repeat(5)}`;
const endings = [gsm7, ucs2, gsm7, twoParts, gsm7, ucs2, threeParts];
const priorities = ['critical', 'high', 'normal', 'low'];

/** Mixed in everything: priority, policy, alphabet, one to three parts; each text is of one message alone. */
const messages = Array.from({ length: MESSAGES }, (_, index) => ({
  to: numberOf(index),
  text: `Alerte ${index}${endings[index % endings.length]}`.trim(),
  priority: priorities[index % priorities.length],
  onUncertain: index % 3 === 0 ? 'resend' : 'hold',
  reference: String(index),
}));

let smsc: Smsc;
let file: GatewayFile;

beforeEach(async () => {
  smsc = await Smsc.start({ ids: 'mixed', firstId: 1, submitLatencyMs: 2, receiptDelayMs: 5, retryMs: 50 });
  file = await GatewayFile.make(
    `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, window: ${WINDOW}, responseTimeout: 1s, enquireLink: 1s, bindTimeout: 1s, reconnect: { min: 20ms, max: 200ms } }`,
  );
});

afterEach(async () => {
  await file.remove();
  await smsc.close();
});

const submitAll = async (api: ApiClient): Promise<number> => {
  const batches = [0, 1, 2, 3].map((share) => messages.filter((_, index) => index % 4 === share));
  const results = await Promise.all(batches.map((batch) => api.sendBatch(batch)));
  return results.reduce((sum, { accepted }) => sum + accepted, 0);
};

/** In turn "slower" and "my queue is full", until it was said to twenty parts; then as before. */
const throttleInBursts = async (): Promise<void> => {
  for (const [burst, limit] of [{ throttleAbove: 100 }, { queueFullAbove: 100 }].entries()) {
    await smsc.until(({ stats }) => stats.submits >= (burst + 1) * 8000);
    const before = smsc.stats.throttled + smsc.stats.queueFull;
    smsc.misbehave(limit);
    await smsc.until(({ stats }) => stats.throttled + stats.queueFull >= before + 20);
    smsc.misbehave({ throttleAbove: undefined, queueFullAbove: undefined });
  }
};

/** Resolves when no message is on its way any more, or waits to be sent again. */
const untilSettled = (api: ApiClient): Promise<unknown> =>
  api.until(
    async () => {
      const open = [];
      // A message that goes from one of these to the other meanwhile is met in the second look at the first.
      for (const state of ['sending', 'queued', 'sending']) {
        open.push(...(await api.get<{ items: MessageView[] }>(`/v1/messages?limit=1&state=${state}`)).items);
      }
      return open;
    },
    (open) => open.length === 0,
  );

/** How often the phone shows this very message. */
const shownTimes = ({ to, reference }: MessageView): number =>
  smsc.phones.texts(to).filter((text) => text === messages[Number(reference)]?.text).length;

/** What the gateway says of a message, and what is wrong with that in the light of what the phone shows. */
const falsehoodOf = (message: MessageView): string | undefined => {
  const { to, state, parts, possibleDuplicate, reason } = message;
  const shown = shownTimes(message);
  const said = `${message.id} to ${to} is ${state}${possibleDuplicate ? ', possibly twice' : ''}, shown ${shown} times`;
  const once = possibleDuplicate || shown <= 1;
  const holds: Readonly<Record<string, boolean>> = {
    delivered: shown >= 1 && once,
    // Receipts came for all parts, but one was never answered: which of them is its receipt nobody knows.
    sent: parts > 1 && shown >= 1 && once,
    uncertain: once,
    undelivered: undeliverable.has(to) && shown === 0,
    failed: refused.has(to) && shown === 0,
  };
  if (!['delivered', 'sent'].includes(state) && reason === null) return `${said}, and nobody can say why`;
  return holds[state] === true ? undefined : said;
};

test('of 20,000 messages through a hostile carrier none is lost, only marked ones come twice, and each has the state that its phone shows', async () => {
  const forGood = { refuseNumbers: refused, undeliverable };
  smsc.misbehave({
    ...forGood,
    receiptBeforeResponse: true,
    receiptTwice: true,
    noAnswer: 0.03,
    swallow: 0.002,
    malformed: 0.02,
    dropEvery: 2000,
  });
  const api = await file.start();
  const bursts = throttleInBursts();
  expect(await submitAll(api)).toBe(MESSAGES);
  await bursts;
  await smsc.until(({ phones }) => phones.shownCount > MESSAGES * 0.97);
  smsc.calm();
  smsc.misbehave(forGood);
  await untilSettled(api);
  await smsc.until(({ unacknowledged }) => unacknowledged === 0);

  const told = await api.messages();
  expect(new Set(told.map(({ reference }) => reference)).size).toBe(MESSAGES);
  expect(told.flatMap((message) => falsehoodOf(message) ?? [])).toEqual([]);

  const { stats } = smsc;
  const count = (holds: (message: MessageView) => boolean): number => told.filter(holds).length;
  const extra = told.reduce((sum, message) => sum + Math.max(0, shownTimes(message) - 1), 0);
  expect(smsc.phones.shownCount).toBe(count((message) => shownTimes(message) > 0) + extra);
  // What may go wrong is bounded by what went unanswered, and by a window for each link that was dropped.
  const doubts = stats.unanswered + stats.swallowed + stats.dropped * WINDOW;
  expect(extra).toBeLessThanOrEqual(doubts);
  expect(count(({ state }) => state === 'uncertain')).toBeLessThanOrEqual(doubts);
  expect(stats.dropped).toBeGreaterThan(2);
  expect(stats.unanswered).toBeGreaterThan(300);
  expect(stats.throttled).toBeGreaterThanOrEqual(20);
  expect(stats.queueFull).toBeGreaterThanOrEqual(20);
  expect(smsc.violations).toEqual([]);
});
