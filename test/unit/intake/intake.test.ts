import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MessageIds } from '../../../src/domain/messages/message-id.ts';
import type { Priority } from '../../../src/domain/messages/priority.ts';
import type { ClaimResult } from '../../../src/domain/messages/queue.ts';
import { type Acceptance, Intake } from '../../../src/intake/intake.ts';
import { claimRequest } from '../../support/store/messages.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

interface Told {
  readonly lane: number;
  readonly priority: Priority;
  readonly messages: number;
  readonly dueAt: number;
}

let disk: StoreOnDisk;
let intake: Intake;
let told: Told[];
const LANE = 4;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());
const ids = new MessageIds(0);
const makeIntake = (queued: (one: Told) => void = (one) => told.push(one)) =>
  new Intake({
    store: disk.store,
    lanes: { numberFor: (to) => (to.startsWith('+331') ? undefined : LANE) },
    ids,
    clock: disk.clock,
    defaults: { senderFor: () => 'PREFECTURE', country: 'FR', hasRoute: (id) => id === 'carrier-a' },
    queued: (lane, priority, messages, dueAt) => queued({ lane, priority, messages, dueAt }),
  });
beforeEach(() => {
  told = [];
  intake = makeIntake();
});

const hello = { to: '+33639980001', text: 'Alerte' };
const acceptedFrom = (acceptance: Acceptance) => {
  if (acceptance.kind !== 'accepted') throw new Error(`it was ${acceptance.kind}`);
  return acceptance;
};
const acceptedOf = async (...args: Parameters<Intake['accept']>) =>
  acceptedFrom(await intake.accept(...args));
/** The numbers of messages that the send loop was told. */
const toldOf = () => told.map(({ messages }) => messages);

describe('a message that is accepted', () => {
  test('is on disk, and the send loop is told of it', async () => {
    const { message, repeated } = await acceptedOf(hello, 'token-1');
    expect(repeated).toBe(false);
    expect(await disk.store.get(message.id)).toEqual(message);
    expect(told).toEqual([{ lane: LANE, priority: 'normal', messages: 1, dueAt: disk.clock.now() }]);
  });

  test('has an id greater than all earlier ones, also within one millisecond', async () => {
    const first = await acceptedOf(hello, 'token-1');
    const second = await acceptedOf(hello, 'token-1');
    expect(second.message.id).toBeGreaterThan(first.message.id);
  });

  test('is announced to the send loop before its commit, so that its claim is in the same commit', async () => {
    const claims: Promise<ClaimResult>[] = [];
    let isKept = false;
    const accepting = makeIntake(({ lane, dueAt }) => {
      expect(isKept).toBe(false);
      claims.push(disk.store.claim(claimRequest(lane, { priority: 'critical', now: dueAt })));
    }).accept({ ...hello, priority: 'critical' }, 'token-1');
    const { message } = acceptedFrom(
      await accepting.finally(() => {
        isKept = true;
      }),
    );
    const [claim] = await Promise.all(claims);
    expect(claim?.claimed).toMatchObject([{ id: message.id, attempt: 1 }]);
  });

  test('with an idempotency key is returned at each retry in its current state, and is queued once', async () => {
    const once = { key: 'retried', digest: 'd' };
    const { message } = await acceptedOf({ ...hello, priority: 'high' }, 'token-1', once);
    await disk.store.claim(claimRequest(LANE, { priority: 'high', now: disk.clock.now() + 1 }));
    const again = await acceptedOf({ ...hello, priority: 'high' }, 'token-1', once);
    expect(again).toMatchObject({ repeated: true, message: { id: message.id, state: 'sending' } });
    expect(toldOf()).toEqual([1, 1, -1]);
  });

  test('with an idempotency key that was used with another body is answered as a conflict', async () => {
    await acceptedOf(hello, 'token-1', { key: 'used', digest: 'd' });
    const other = await intake.accept({ ...hello, text: 'Fin' }, 'token-1', { key: 'used', digest: 'e' });
    expect(other).toEqual({ kind: 'conflict' });
    expect(toldOf()).toEqual([1, 1, -1]);
  });
});

describe('a message that is not accepted', () => {
  test('because of errors is not stored, and its idempotency key stays unused', async () => {
    const once = { key: 'wrong first', digest: 'd' };
    expect(await intake.accept({ to: 'x', text: '' }, 'token-1', once)).toMatchObject({
      kind: 'invalid',
      errors: [{ path: 'to' }, { path: 'text' }],
    });
    expect((await acceptedOf(hello, 'token-1', { ...once, digest: 'e' })).repeated).toBe(false);
    expect(told).toHaveLength(1);
  });

  test('because no rule of the plan matches has an error that says so', async () => {
    expect(await intake.accept({ ...hello, to: '+33199000001' }, 'token-1')).toMatchObject({
      kind: 'invalid',
      errors: [{ path: 'to', message: expect.stringContaining('no rule of the plan') }],
    });
  });

  test('because the disk refuses writes is no longer counted as queued', async () => {
    const broken = new Intake({
      store: disk.store,
      lanes: { numberFor: () => LANE },
      ids,
      clock: disk.clock,
      defaults: { senderFor: () => undefined, country: undefined, hasRoute: () => true },
      queued: (lane, priority, messages, dueAt) => told.push({ lane, priority, messages, dueAt }),
    });
    await disk.reopen();
    await expect(broken.accept(hello, 'token-1')).rejects.toMatchObject({ code: 'storeUnavailable' });
    expect(toldOf()).toEqual([1, -1]);
  });

  test('because of a graceful shutdown is refused as such, and messages can still be cancelled', async () => {
    const { message } = await acceptedOf(hello, 'token-1');
    intake.stop();
    await expect(intake.accept(hello, 'token-1')).rejects.toMatchObject({ code: 'shuttingDown' });
    expect(await intake.cancel(message.id)).toBe('cancelled');
  });
});

describe('a cancelled message', () => {
  test('is taken out of the count of its class in the send loop, once', async () => {
    const { message } = await acceptedOf({ ...hello, priority: 'low' }, 'token-1');
    told = [];
    expect(await intake.cancel(message.id)).toBe('cancelled');
    expect(await intake.cancel(message.id)).toBe('tooLate');
    expect(told).toMatchObject([{ lane: LANE, priority: 'low', messages: -1 }]);
  });
});

describe('a preview', () => {
  test('shows the parts as they would be sent, and stores nothing', async () => {
    const before = await disk.store.greatestId();
    const shown = intake.preview('É'.repeat(200), false);
    expect(shown).toMatchObject({ kind: 'ok', preview: { encoding: 'gsm7', parts: 2 } });
    if (shown.kind === 'ok') expect(shown.preview.texts.join('')).toBe('É'.repeat(200));
    expect(await disk.store.greatestId()).toBe(before);
  });

  test('of an invalid text has the errors that sending the text would have', () => {
    expect(intake.preview('\u0007', false)).toMatchObject({ kind: 'invalid', errors: [{ path: 'text' }] });
  });
});
