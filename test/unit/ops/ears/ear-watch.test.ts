import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Message } from '../../../../src/domain/messages/message.ts';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import { EarWatch } from '../../../../src/ops/ears/ear-watch.ts';
import { EAR } from '../../../support/modem/ear.ts';
import { recordingLog } from '../../../support/smpp/route-recorder.ts';
import { newMessage } from '../../../support/store/messages.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const HOUR_MS = 3_600_000;

let clock: VirtualClock;
let watch: EarWatch;
let sent: Message[];
let inService: number | undefined;
beforeEach(() => {
  clock = new VirtualClock();
  sent = [];
  inService = clock.now();
  watch = new EarWatch([{ route: 'ear-1', number: EAR, every: 24 * HOUR_MS, within: 600_000 }], {
    service: {
      hearings: async () => new Map(),
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
    alarm: () => {},
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
