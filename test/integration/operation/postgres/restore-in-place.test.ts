import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import { systemClock } from '../../../../src/kernel/system-clock.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { becomeSole } from '../../../../src/store/postgres/gateway/sole.ts';
import { openPostgresForReading } from '../../../../src/store/postgres/open.ts';
import { MAYBE_SENT } from '../../../../src/store/rules/restore/restored.ts';
import type { Store } from '../../../../src/store/store.ts';
import { Configured } from '../../../support/postgres/configured.ts';
import { claimedOf, freshLane, HOUR_MS, newMessage } from '../../../support/store/messages.ts';

let postgres: Configured;
beforeEach(async () => {
  postgres = await Configured.make();
});
afterEach(() => postgres[Symbol.asyncDispose]());

const inStore = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore(postgres.place, systemClock);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

const stateOf = (id: MessageId) => inStore(async (store) => (await store.get(id))?.state);

/** Messages that are queued, being sent, and due in an hour. */
const unsent = (): Promise<Readonly<Record<'queued' | 'sending' | 'later', MessageId>>> =>
  inStore(async (store) => {
    const now = systemClock.now();
    const times = { acceptedAt: now, dueAt: now, validUntil: now + 2 * HOUR_MS };
    const queued = newMessage({ lane: freshLane(), ...times });
    const later = newMessage({ lane: freshLane(), ...times, dueAt: now + HOUR_MS });
    await store.enqueue([queued, later]);
    const { id: sending } = await claimedOf(store, { ...times, onUncertain: 'resend' });
    return { queued: queued.id, sending, later: later.id };
  });

test('restore --in-place holds what a restored database has as unsent, and release queues it again', async () => {
  const { queued, sending, later } = await unsent();
  const held = await postgres.run('restore', '--in-place');
  expect(held).toMatchObject({ code: 0, stderr: '' });
  expect(held.stdout).toMatch(/^The newest thing in postgres:\/\/127\.0\.0\.1:\d+\/\w+ is of 20\d\d-/);
  expect(held.stdout).toContain('2 messages were unsent in the backup');
  expect(held.stdout).toContain('1 messages are due later than now');
  await inStore(async (store) => {
    for (const id of [queued, sending])
      expect(await store.get(id)).toMatchObject({ state: 'uncertain', reason: MAYBE_SENT });
  });
  expect(await stateOf(later)).toBe('queued');
  const again = await postgres.run('restore', '--in-place');
  expect(again).toMatchObject({ code: 0, stdout: expect.not.stringContaining('unsent in the backup') });
  const released = await postgres.run('release');
  expect(released).toMatchObject({ code: 0, stdout: expect.stringMatching(/^2 messages are queued again/) });
  expect(await stateOf(queued)).toBe('queued');
  expect(await postgres.run('audit', 'verify')).toMatchObject({ code: 0 });
});

test('restore --in-place and release refuse while a gateway runs on the database, and change nothing', async () => {
  const { queued } = await unsent();
  const gateway = openPostgresForReading(postgres.url);
  try {
    becomeSole(gateway, 'it');
    for (const command of [['restore', '--in-place'], ['release']])
      expect(await postgres.run(...command)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('another gateway runs on postgres://'),
      });
  } finally {
    gateway.close();
  }
  expect(await stateOf(queued)).toBe('queued');
  expect(await postgres.run('restore', '--in-place')).toMatchObject({ code: 0 });
});

test('restore --in-place makes no tables in a database that holds no store', async () => {
  const empty = new URL(postgres.url);
  empty.pathname = '/postgres';
  await postgres.write(empty.href);
  expect(await postgres.run('restore', '--in-place')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('there is no store postgres://'),
  });
});

test('restore --in-place takes no file: it restores nothing itself', async () => {
  expect(await postgres.run('restore', '--in-place', '--from', 'x')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('restore --in-place takes no --from'),
  });
});
