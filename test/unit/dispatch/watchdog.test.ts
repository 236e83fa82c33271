import { beforeEach, expect, test } from 'vitest';
import { RECEIPT_GRACE_MS, Watchdog } from '../../../src/dispatch/watchdog.ts';
import { MemoryStore, type StoredMessage } from '../../support/dispatch/memory-store.ts';
import { recordingLog } from '../../support/route-recorder.ts';
import { HOUR_MS, newMessage } from '../../support/store/messages.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const MINUTE_MS = 60_000;

let clock: VirtualClock;
let store: MemoryStore;

beforeEach(() => {
  clock = new VirtualClock();
  store = new MemoryStore();
});

/** A message that is being sent, and good for an hour. */
const watched = (): StoredMessage => {
  const message = store.add(newMessage({ validUntil: clock.now() + HOUR_MS }));
  message.state = 'sending';
  new Watchdog({
    deadlines: store,
    clock,
    log: recordingLog(),
    expired: () => {},
    audit: async () => {},
  }).start();
  return message;
};

test('what an answer opens again long after its time is given up again, and not left sent for ever', async () => {
  const message = watched();
  await clock.advance(HOUR_MS + RECEIPT_GRACE_MS + MINUTE_MS);
  expect(message.state).toBe('uncertain');
  await clock.advance(HOUR_MS);
  message.state = 'sent';
  await clock.advance(MINUTE_MS);
  expect(message.state).toBe('unconfirmed');
});

test('what comes back into the queue long after its time expires, and does not wait for ever', async () => {
  const message = watched();
  await clock.advance(HOUR_MS + RECEIPT_GRACE_MS / 2);
  expect(message.state).toBe('sending');
  message.state = 'queued';
  await clock.advance(MINUTE_MS);
  expect(message.state).toBe('expired');
});
