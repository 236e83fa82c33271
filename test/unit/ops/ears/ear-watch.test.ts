import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Message } from '../../../../src/domain/messages/message.ts';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import type { Hearing } from '../../../../src/domain/operation/ear.ts';
import { EarWatch } from '../../../../src/ops/ears/ear-watch.ts';
import { EAR } from '../../../support/modem/ear.ts';
import { recordingLog } from '../../../support/smpp/route-recorder.ts';
import { newMessage } from '../../../support/store/messages.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const HOUR_MS = 3_600_000;

const NOTHING_HEARD: Hearing = {
  ear: 'ear-1',
  at: undefined,
  from: undefined,
  parts: 0,
  of: 0,
  faults: [],
  deaf: undefined,
};

let clock: VirtualClock;
let watch: EarWatch;
let sent: Message[];
let inService: number | undefined;
let alarms: Map<string, string | undefined>;
/** What the ear heard of each message. */
let hear: (message: MessageId) => Partial<Hearing> | undefined;
beforeEach(() => {
  clock = new VirtualClock();
  sent = [];
  inService = clock.now();
  alarms = new Map();
  hear = () => undefined;
  watch = new EarWatch([{ route: 'ear-1', number: EAR, every: 24 * HOUR_MS, within: 600_000 }], {
    service: {
      hearings: async ([one]) => {
        const heard = one && hear(one.message);
        return new Map(heard && [[one.message, { ...NOTHING_HEARD, ...heard }]]);
      },
      inServiceSince: () => inService,
      marked: (_to, text) => `${text} #7K2M9Q`,
      watch: () => {},
    },
    messages: {
      list: async ({ reference }) => ({
        items: sent.filter((one) => one.reference === reference).toReversed(),
        next: undefined,
      }),
    },
    send: async ({ text, reference, routes }, owner) => {
      const id = (sent.length + 1) as MessageId;
      const { lane: _lane, ...message } = newMessage({ id, text, reference, owner, createdAt: clock.now() });
      const states = {
        state: 'delivered',
        reason: undefined,
        finalAt: clock.now(),
        sentAt: clock.now(),
      } as const;
      sent.push({ ...message, ...states, route: routes[0], possibleDuplicate: false });
      return { kind: 'accepted' };
    },
    routes: () => [
      { id: 'ear-1', state: 'up' },
      { id: 'orange', state: 'up' },
      { id: 'modem-2', state: 'disabled' },
    ],
    alarm: (_ear, route, reason) => alarms.set(route, reason),
    forget: async () => {},
    clock,
    log: recordingLog(),
  });
});
afterEach(() => watch.stop());

test('each enabled route but that of the ear sends one message to the ear in a day, with a mark', async () => {
  watch.start();
  await clock.advance(23 * HOUR_MS);
  expect(sent.map(({ route, text }) => [route, text])).toEqual([
    ['orange', expect.stringMatching(/^Tocsin heartbeat by orange, .* #7K2M9Q$/)],
  ]);
  await clock.advance(2 * HOUR_MS);
  expect(sent).toHaveLength(2);
});

test('nothing is sent to an ear that is out of service, until it is back', async () => {
  inService = undefined;
  watch.start();
  await clock.advance(HOUR_MS);
  expect(sent).toEqual([]);
  inService = clock.now();
  await clock.advance(HOUR_MS);
  expect(sent).toHaveLength(1);
});

test('an alarm stays while the ear is out of service, and when it is back, until a later message passes', async () => {
  const arrives = (arriving: number) => (message: MessageId) =>
    message === arriving ? { at: sent[message - 1]?.sentAt, parts: 1, of: 1 } : {};
  hear = arrives(1);
  watch.start();
  await clock.advance(25 * HOUR_MS);
  expect(sent).toHaveLength(2);
  expect(alarms.get('orange')).toContain("this carrier's receipts can't be trusted");
  inService = undefined;
  await clock.advance(HOUR_MS);
  expect(alarms.get('orange')).toBeDefined();
  inService = clock.now();
  await clock.advance(300_000);
  expect(alarms.get('orange')).toBeDefined();
  hear = arrives(3);
  await clock.advance(24 * HOUR_MS);
  expect(sent).toHaveLength(3);
  expect(alarms.get('orange')).toBeUndefined();
});

test('no alarm is raised on a route that a reload removes while its messages are looked at', async () => {
  watch.start();
  await clock.advance(HOUR_MS);
  hear = () => {
    watch.use([], new Set());
    return {};
  };
  await clock.advance(25 * HOUR_MS);
  expect([...alarms.values()].filter((reason) => reason !== undefined)).toEqual([]);
});
