import { expect, onTestFinished, test } from 'vitest';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import type { OutgoingPart, RouteReceipt } from '../../../src/domain/routes/route.ts';
import { Smsc, type SmscOptions } from '../../../src/sim/smsc/smsc.ts';
import { makeRoute } from '../../support/smpp/smpp-rig.ts';
import { samplePart } from '../../support/smpp/smpp-samples.ts';

const rig = async (options: SmscOptions, fields: Record<string, unknown>) => {
  const smsc = await Smsc.start(options);
  onTestFinished(() => smsc.close());
  const made = makeRoute({ port: smsc.port, window: 50, ...fields });
  made.route.start();
  await made.events.until(() => made.route.status().state === 'up');
  return { smsc, ...made };
};

type Rig = Awaited<ReturnType<typeof rig>>;

/** Messages of one part; each has its own recipient and text. */
const parts = (count: number): readonly OutgoingPart[] =>
  Array.from({ length: count }, (_, index) => {
    const to = toMsisdn(`+3363998${String(index).padStart(4, '0')}`);
    if (to === undefined) throw new Error('a sample number is no MSISDN');
    return samplePart({ messageId: (index + 1) as MessageId, to, text: `Alert ${index}` });
  });

/** Matches receipts as the store does: by the carrier's references in the responses so far. */
const matchByAnswers = ({ events }: Rig, answered: ReadonlySet<string>): void => {
  events.match = async ({ refs }) => {
    const ref = refs.find((one) => answered.has(one));
    return ref === undefined ? { kind: 'kept', reason: 'unknown' } : { kind: 'matched', ref };
  };
};

/**
 * Submits the parts as room allows, and submits again those that were surely not taken; returns the last outcome of
 * each.
 */
const sendAll = async (made: Rig, all: readonly OutgoingPart[]): Promise<readonly Outcome[]> => {
  const { route, events } = made;
  const answered = new Set<string>();
  matchByAnswers(made, answered);
  const outcomes: Outcome[] = [];
  const queue = all.map((_, index) => index);
  let open = all.length;
  const submit = async (index: number): Promise<void> => {
    const part = all[index];
    if (part === undefined) return;
    const outcome = await route.submit(part);
    if (outcome.kind === 'retry') {
      queue.push(index);
      return;
    }
    outcomes[index] = outcome;
    if (outcome.kind === 'accepted') answered.add(outcome.carrierRef);
    open--;
    events.changed();
  };
  while (open > 0) {
    for (let room = route.status().room; room > 0 && queue.length > 0; room--)
      void submit(queue.shift() ?? 0);
    if (open > 0) await events.until(() => open === 0 || (queue.length > 0 && route.status().room > 0));
  }
  return outcomes;
};

const namedBy = (receipts: readonly RouteReceipt[]) => new Set(receipts.flatMap(({ refs }) => refs));

test('no message is lost or sent twice at a carrier that drops links, leaves submits unanswered, and sends receipts before responses', async () => {
  const made = await rig(
    { ids: 'mixed', retryMs: 20 },
    { responseTimeout: '300ms', enquireLink: '200ms', bindTimeout: '500ms' },
  );
  const { smsc, events } = made;
  smsc.misbehave({ receiptBeforeResponse: true, noAnswer: 0.03, malformed: 0.02, dropEvery: 150 });
  const all = parts(3000);
  const outcomes = await sendAll(made, all);
  smsc.calm();
  await smsc.until(({ unacknowledged }) => unacknowledged === 0);

  const accepted = outcomes.flatMap((outcome) => (outcome.kind === 'accepted' ? [outcome.carrierRef] : []));
  const uncertain = outcomes.filter(({ kind }) => kind === 'uncertain').length;
  expect(accepted.length + uncertain).toBe(all.length);
  expect(new Set(accepted).size).toBe(accepted.length);
  expect(smsc.stats.dropped).toBeGreaterThan(1);
  expect(smsc.stats.unanswered).toBeGreaterThan(10);
  expect(uncertain).toBeGreaterThan(0);
  // Each unanswered submit is uncertain, and at most a whole window each time that the link drops.
  expect(uncertain).toBeLessThanOrEqual(smsc.stats.unanswered + (smsc.stats.dropped + 1) * 50);

  expect(smsc.phones.duplicates()).toEqual([]);
  for (const [index, part] of all.entries()) {
    const shown = smsc.phones.texts(part.to);
    expect(shown.length).toBeLessThanOrEqual(1);
    if (outcomes[index]?.kind === 'accepted') expect(shown).toEqual([part.text]);
  }
  const named = namedBy(events.receipts);
  expect(accepted.filter((ref) => !named.has(ref))).toEqual([]);
  expect(smsc.violations).toEqual([]);
});

test('each part of a long text is accepted and has its receipt, whether sent by UDH, SAR or message_payload', async () => {
  for (const longText of ['udh', 'sar', 'payload']) {
    const made = await rig({}, { longText });
    const [sample] = parts(1);
    if (sample === undefined) throw new Error('no sample');
    const long = ['Leave the river ', 'banks now and ', 'stay away.'].map((text, index) => ({
      ...sample,
      text,
      part: index + 1,
      parts: 3,
      reference: 40_000,
    }));
    expect((await sendAll(made, long)).map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted']);
    await made.events.until(() => made.events.receipts.length === 3);
    expect(made.smsc.phones.texts(sample.to)).toEqual(['Leave the river banks now and stay away.']);
    expect(made.smsc.violations).toEqual([]);
  }
});

test('packed septets are read correctly by a carrier that expects them', async () => {
  const made = await rig({ packed: true }, { alphabet: 'gsm7-packed' });
  const [sample] = parts(1);
  if (sample === undefined) throw new Error('no sample');
  await sendAll(made, [{ ...sample, text: 'à 5 € [test] ~ @' }]);
  await made.events.until(() => made.events.receipts.length === 1);
  expect(made.smsc.phones.texts(sample.to)).toEqual(['à 5 € [test] ~ @']);
});

test('receipts that were not acknowledged before the link was cut are sent again by the carrier, and acknowledged', async () => {
  const made = await rig({}, {});
  const { smsc, events, route } = made;
  const disk = Promise.withResolvers<void>();
  const sent = sendAll(made, parts(20));
  events.match = async ({ refs }) => {
    await disk.promise;
    return { kind: 'matched', ref: refs[0] };
  };
  await sent;
  await events.until(() => events.receipts.length === 20);
  smsc.cut();
  await events.until(() => route.status().state === 'down');
  disk.resolve();
  await smsc.restore();
  await smsc.until(({ unacknowledged, stats }) => unacknowledged === 0 && stats.receiptsAcked === 20);
  expect(namedBy(events.receipts).size).toBeGreaterThanOrEqual(20);
});

test('the parts of a long message from a phone come in any order, each with its part number', async () => {
  const { smsc, events } = await rig({}, {});
  const text = 'Where is the shelter? '.repeat(24).trim();
  await smsc.sendInbound({ from: '+33639980007', to: '36180', text, order: [4, 2, 3, 1] });
  const whole = events.inboundMessages.toSorted((a, b) => (a.concat?.part ?? 0) - (b.concat?.part ?? 0));
  expect(events.inboundMessages.map(({ concat }) => concat?.part)).toEqual([4, 2, 3, 1]);
  expect(whole.map((one) => one.text).join('')).toBe(text);
  expect(new Set(whole.map(({ from, to }) => `${from} ${to}`))).toEqual(new Set(['+33639980007 36180']));
});

test('a link that goes silent is closed after the response time-out and the unanswered enquire_link', async () => {
  const made = await rig({}, { responseTimeout: '200ms', enquireLink: '30s' });
  const { smsc, route, events } = made;
  smsc.blackHole(true);
  const outcomes = Promise.all(parts(50).map((part) => route.submit(part)));
  expect(new Set((await outcomes).map(({ kind }) => kind))).toEqual(new Set(['uncertain']));
  await events.until(() => route.status().state === 'down');
  expect(route.status().reason).toBe('the carrier no longer answers (enquire_link)');
  smsc.blackHole(false);
  await events.until(() => route.status().state === 'up');
});
