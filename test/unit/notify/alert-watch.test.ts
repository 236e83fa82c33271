import { beforeEach, expect, test } from 'vitest';
import type { Alert } from '../../../src/domain/alerts/alert.ts';
import type { AlertCount } from '../../../src/domain/alerts/alert-repository.ts';
import { totalsOf } from '../../../src/domain/alerts/people-totals.ts';
import type { State } from '../../../src/domain/messages/state.ts';
import type { TocsinEvent } from '../../../src/domain/operation/events.ts';
import { AlertWatch } from '../../../src/notify/alert-watch.ts';
import { draftOf } from '../../support/alerts/alerts.ts';
import { quietLog } from '../../support/log/suite-log.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const count = (wave: number, state: State, messages: number): AlertCount => ({
  wave,
  state,
  route: undefined,
  messages,
  parts: messages,
  possibleDuplicates: 0,
  short: 0,
});
const alert = { id: 7, state: 'sending', draft: draftOf({ title: 'Crue' }) } as Alert;

let clock: VirtualClock;
let watch: AlertWatch;
let asked: string[];
let sending: readonly Alert[];
let counts: readonly AlertCount[];
let told: TocsinEvent[];
let looked: number;
const people = totalsOf([
  { outcome: 'queued', people: 3 },
  { outcome: 'reached', people: 1 },
]);
beforeEach(() => {
  clock = new VirtualClock();
  asked = ['alert'];
  sending = [alert];
  counts = [count(1, 'queued', 3), count(1, 'delivered', 1), count(2, 'delivered', 2)];
  told = [];
  looked = 0;
  watch = new AlertWatch({
    alerts: () => ({
      list: async () => {
        looked++;
        return { items: sending, next: undefined };
      },
      overview: async () => ({ counts, people }),
    }),
    asked: () => asked,
    tell: (event) => told.push(event),
    clock,
    log: quietLog,
  });
  watch.start();
});

test('an event stream gets the progress of an alert over all its waves, and gets it anew at each change', async () => {
  await clock.advance(6000);
  expect(told).toEqual([
    {
      type: 'alert.progress',
      at: Date.UTC(2026, 0, 1, 0, 0, 1),
      data: {
        alert: 7,
        title: 'Crue',
        kind: alert.draft.kind,
        state: 'sending',
        people,
        messages: { queued: 3, delivered: 3 },
      },
    },
  ]);
  counts = [count(1, 'delivered', 6)];
  await clock.advance(2000);
  expect(told.at(-1)?.data['messages']).toEqual({ delivered: 6 });
  await watch.stop();
  expect(clock.pending).toBe(0);
});

test('the progress of alerts is not counted while no event stream asks for it; a new stream gets the present state at once', async () => {
  asked = ['route', 'alert.launched'];
  await clock.advance(60_000);
  expect(looked).toBe(0);
  asked = ['alert.progress'];
  await clock.advance(2000);
  expect(told).toHaveLength(1);
  await watch.stop();
});
