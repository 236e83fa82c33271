import { describe, expect, test } from 'vitest';
import { Settler } from '../../../../src/dispatch/flights/settler.ts';
import type { Settlement } from '../../../../src/domain/messages/queue.ts';
import { TocsinError } from '../../../../src/kernel/errors.ts';
import { recordingLog } from '../../../support/smpp/route-recorder.ts';
import { accepted, newMessage, requeued } from '../../../support/store/messages.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

/** A disk that writes outcomes, or refuses them, when the test says so. */
class SlowDisk {
  readonly written: Settlement[] = [];
  readonly calls: (readonly Settlement[])[] = [];
  full = false;
  readonly faulty = new Set<Settlement>();
  /** Calls do not return until the test lets them. */
  held = false;
  readonly #waiting: (() => void)[] = [];

  async settle(settlements: readonly Settlement[]): Promise<void> {
    this.calls.push(settlements);
    if (this.held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.full) throw new TocsinError('storeUnavailable', 'the disk is full');
    if (settlements.some((one) => this.faulty.has(one)))
      throw new TocsinError('storeCorrupt', 'no such thing');
    this.written.push(...settlements);
  }

  letGo(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

const made = () => {
  const clock = new VirtualClock();
  const disk = new SlowDisk();
  const log = recordingLog();
  const told: Settlement[] = [];
  const settler = new Settler({ queue: disk, clock, log, requeued: (one) => told.push(one) });
  return { clock, disk, log, told, settler };
};
const outcome = (): Settlement => accepted({ id: newMessage().id, attempt: 1 }, 'ref');
const outcomes = (count: number) => Array.from({ length: count }, outcome);
const back = (): Settlement => requeued({ ...newMessage(), attempt: 1, concatReference: 0 });

describe('outcomes', () => {
  test('of one turn of the event loop are written in one call, in their order', async () => {
    const { clock, disk, settler } = made();
    const some = outcomes(5);
    for (const one of some) settler.add(one);
    await clock.advance(0);
    expect(disk.calls).toEqual([some]);
  });

  test('that put messages back wake the send loop once they are on disk, not before', async () => {
    const { clock, disk, told, settler } = made();
    disk.held = true;
    const one = back();
    settler.add(one);
    await clock.advance(0);
    expect(told).toEqual([]);
    disk.letGo();
    await clock.advance(0);
    expect(told).toEqual([one]);
  });

  test('that the disk refuses in another order are written again in theirs, after those still under way', async () => {
    const { clock, disk, settler } = made();
    const answers: PromiseWithResolvers<void>[] = [];
    disk.settle = async (settlements) => {
      disk.calls.push(settlements);
      const answer = Promise.withResolvers<void>();
      answers.push(answer);
      await answer.promise;
    };
    const [first, second] = [outcome(), outcome()];
    for (const one of [first, second]) {
      settler.add(one);
      await clock.advance(0);
    }
    const refusal = new TocsinError('storeUnavailable', 'the database does not answer');
    answers[1]?.reject(refusal);
    await clock.advance(3000);
    expect(disk.calls).toHaveLength(2);
    answers[0]?.reject(refusal);
    await clock.advance(3000);
    expect(disk.calls[2]).toEqual([first, second]);
    settler.close();
  });

  test('are all written before the gateway stops', async () => {
    const { clock, disk, settler } = made();
    disk.held = true;
    for (const one of outcomes(3)) settler.add(one);
    let drained = false;
    const waiting = settler.drained().then(() => {
      drained = true;
    });
    await clock.advance(0);
    expect(drained).toBe(false);
    disk.letGo();
    await waiting;
    expect(disk.written).toHaveLength(3);
  });
});

describe('a disk that refuses outcomes', () => {
  test('is given all of them 1 s later, with outcomes that came meanwhile, in order', async () => {
    const { clock, disk, settler } = made();
    disk.full = true;
    const some = outcomes(9);
    for (const one of some.slice(0, 3)) settler.add(one);
    await clock.advance(0);
    expect(settler.stuck).toBe(true);
    for (const one of some.slice(3, 6)) settler.add(one);
    await clock.advance(3500);
    for (const one of some.slice(6)) settler.add(one);
    expect(disk.calls.length).toBeLessThanOrEqual(4);
    disk.full = false;
    await clock.advance(1000);
    expect(disk.written).toEqual(some);
    expect(settler.stuck).toBe(false);
    expect(clock.pending).toBe(0);
  });

  test('is given the outcomes of two failed calls again, in order', async () => {
    const { clock, disk, settler } = made();
    disk.held = true;
    const some = outcomes(4);
    for (const one of some.slice(0, 2)) settler.add(one);
    await clock.advance(0);
    for (const one of some.slice(2)) settler.add(one);
    await clock.advance(0);
    disk.full = true;
    disk.letGo();
    await clock.advance(0);
    disk.held = false;
    disk.full = false;
    await clock.advance(1000);
    expect(disk.written).toEqual(some);
  });

  test('keeps messages that are put back from being counted as queued until their outcome is written', async () => {
    const { clock, disk, told, settler } = made();
    disk.full = true;
    settler.add(back());
    await clock.advance(5000);
    expect(told).toEqual([]);
    disk.full = false;
    await clock.advance(1000);
    expect(told).toHaveLength(1);
  });

  test('does not keep the gateway from stopping', async () => {
    const { clock, disk, settler } = made();
    disk.full = true;
    settler.add(outcome());
    await clock.advance(0);
    await settler.drained();
    settler.close();
    expect(clock.pending).toBe(0);
  });
});

describe('an outcome that the store cannot take', () => {
  test('is left out and logged, and every other outcome is written, in order', async () => {
    const { clock, disk, log, settler } = made();
    const some = outcomes(5);
    for (const one of some) settler.add(one);
    const [, , bad] = some;
    if (bad !== undefined) disk.faulty.add(bad);
    await clock.advance(0);
    expect(disk.written).toEqual(some.filter((one) => one !== bad));
    // The log has its key alone: the reference of a modem's part contains the recipient's number.
    const { kind, key, route } = bad as Settlement;
    expect(log.lines).toMatchObject([{ level: 'error' }]);
    expect(log.lines[0]?.fields).toMatchObject({ outcome: { kind, key, route } });
    expect(JSON.stringify(log.lines)).not.toContain('carrierRef');
    expect(settler.stuck).toBe(false);
    await settler.drained();
  });

  test('is given to the store at most twice', async () => {
    const { clock, disk, settler } = made();
    const bad = outcome();
    disk.faulty.add(bad);
    settler.add(bad);
    await clock.advance(60_000);
    expect(disk.calls.length).toBeLessThanOrEqual(2);
  });
});
