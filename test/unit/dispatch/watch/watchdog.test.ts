import { describe, expect, test } from 'vitest';
import { RECEIPT_GRACE_MS, Watchdog } from '../../../../src/dispatch/watch/watchdog.ts';
import type { DeadlineRepository, EndedClass } from '../../../../src/domain/messages/queue.ts';
import { TocsinError } from '../../../../src/kernel/errors.ts';
import { recordingLog } from '../../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

interface Look {
  readonly after: number;
  readonly until: number;
  readonly at: number;
}

/** Remembers the ranges of deadlines that were asked for, and ends what the test says. */
class FakeRepository implements DeadlineRepository {
  readonly expired: Look[] = [];
  readonly givenUp: Look[] = [];
  full = false;
  /** What `expireQueued` gives in its next calls. */
  readonly results: EndedClass[][] = [];
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  async expireQueued(after: number, until: number) {
    if (this.full) throw new TocsinError('storeUnavailable', 'the disk is full');
    this.expired.push({ after, until, at: this.#clock.now() });
    const ended = this.results.shift() ?? [];
    return { ended, more: this.results.length > 0 };
  }

  async giveUp(after: number, until: number) {
    if (this.full) throw new TocsinError('storeUnavailable', 'the disk is full');
    this.givenUp.push({ after, until, at: this.#clock.now() });
    return { ended: 0, more: false };
  }
}

const made = () => {
  const clock = new VirtualClock();
  const repository = new FakeRepository(clock);
  const log = recordingLog();
  const told: EndedClass[] = [];
  let audits = 0;
  const watchdog = new Watchdog({
    restMs: 1000,
    deadlines: repository,
    clock,
    log,
    expired: (ended) => told.push(ended),
    audit: async () => {
      audits++;
    },
  });
  return { clock, repository, log, told, watchdog, audits: () => audits };
};

describe('the watchdog', () => {
  test('looks at every deadline of the past when it starts', async () => {
    const { clock, repository, watchdog } = made();
    watchdog.start();
    await clock.advance(0);
    expect(repository.expired).toMatchObject([{ after: 0, until: clock.now() }]);
    expect(repository.givenUp).toMatchObject([{ after: 0, until: clock.now() - RECEIPT_GRACE_MS }]);
    await watchdog.stop();
  });

  test('looks every second, and at no deadline in the future', async () => {
    const { clock, repository, watchdog } = made();
    watchdog.start();
    await clock.advance(10_000);
    expect(repository.expired.length).toBeGreaterThanOrEqual(10);
    for (const { until, at } of repository.expired) expect(until).toBe(at);
    for (const { until, at } of repository.givenUp) expect(until).toBe(at - RECEIPT_GRACE_MS);
    await watchdog.stop();
  });

  test('looks at ranges of deadlines that have no gap between them', async () => {
    const { clock, repository, watchdog } = made();
    watchdog.start();
    await clock.advance(60_000);
    for (const looks of [repository.expired, repository.givenUp]) {
      for (const [index, { after }] of looks.entries()) {
        expect(after).toBeLessThanOrEqual(looks[index - 1]?.until ?? 0);
      }
    }
    await watchdog.stop();
  });

  test('finds within an hour a message that came back into the queue long after its validity ended', async () => {
    const { clock, repository, watchdog } = made();
    watchdog.start();
    await clock.advance(2_000_000);
    const longPast = clock.now() - 1_900_000;
    const before = repository.expired.length;
    await clock.advance(3_600_000);
    expect(repository.expired.slice(before).some(({ after }) => after < longPast)).toBe(true);
    expect(repository.givenUp.slice(before).some(({ after }) => after < longPast - RECEIPT_GRACE_MS)).toBe(
      true,
    );
    await watchdog.stop();
  });

  test('asks the store again at once while more messages have to be ended, and reports by class how many were ended', async () => {
    const { clock, repository, told, watchdog } = made();
    const ended = (messages: number): EndedClass => ({ lane: 1, priority: 'normal', messages });
    repository.results.push([ended(1000)], [ended(1000)], [ended(7)]);
    watchdog.start();
    await clock.advance(0);
    expect(repository.expired).toHaveLength(3);
    expect(told).toEqual([ended(1000), ended(1000), ended(7)]);
    await watchdog.stop();
  });

  test('goes on after the disk refused writes, and then looks at every deadline that it missed', async () => {
    const { clock, repository, log, watchdog } = made();
    watchdog.start();
    await clock.advance(5000);
    const refusedSince = clock.now();
    repository.full = true;
    await clock.advance(1_800_000);
    expect(log.lines.some(({ level }) => level === 'error')).toBe(true);
    repository.full = false;
    const before = repository.expired.length;
    await clock.advance(5000);
    expect(repository.expired[before]?.after).toBeLessThanOrEqual(refusedSince);
    await watchdog.stop();
  });

  test('has the counts of waiting messages compared with the disk every minute', async () => {
    const { clock, audits, watchdog } = made();
    watchdog.start();
    await clock.advance(600_000);
    expect(audits()).toBeGreaterThanOrEqual(10);
    expect(audits()).toBeLessThanOrEqual(11);
    await watchdog.stop();
  });

  test('looks no more once it is stopped, and leaves no timer', async () => {
    const { clock, repository, watchdog } = made();
    watchdog.start();
    await clock.advance(3000);
    await watchdog.stop();
    const looks = repository.expired.length;
    await clock.advance(60_000);
    expect(repository.expired).toHaveLength(looks);
    expect(clock.pending).toBe(0);
  });
});
