import { describe, expect, test } from 'vitest';
import { ProgressRepository } from '../../../../src/alerts/waves/progress.ts';
import type { AlertCount } from '../../../../src/domain/alerts/alert-repository.ts';
import type { State } from '../../../../src/domain/messages/state.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

/** Messages with the ids 1, 2, 3 …; counts how many were read. */
class Messages {
  readonly states: State[] = [];
  looked = 0;

  async endOfRange(_alert: number, after: number, size: number): Promise<number | undefined> {
    return after >= this.states.length ? undefined : Math.min(this.states.length, after + size);
  }

  async countRange(_alert: number, after: number, until: number): Promise<readonly AlertCount[]> {
    const range = this.states.slice(after, until);
    this.looked += range.length;
    return [...Map.groupBy(range, (state) => state)].map(([state, some]) => ({
      wave: 1,
      state,
      route: state === 'queued' ? undefined : 'carrier-a',
      messages: some.length,
      parts: some.length,
      possibleDuplicates: 0,
      short: 0,
    }));
  }

  async isUntouched(_alert: number, after: number, until: number): Promise<boolean> {
    return this.states.slice(after, until).every((state) => state === 'queued');
  }

  set(state: State, from: number, to: number): void {
    for (let index = from; index < to; index++) this.states[index] = state;
  }
}

const repositoryOf = () => {
  const [messages, clock] = [new Messages(), new VirtualClock()];
  const progress = new ProgressRepository({ repository: messages, clock });
  const counts = async () => {
    await clock.advance(60_000);
    messages.looked = 0;
    return Object.fromEntries((await progress.of(1)).map((one) => [one.state, one.messages]));
  };
  return { messages, clock, progress, counts };
};

describe('the progress of an alert', () => {
  test('is counted anew after the clock was set back, so that no page stands still until that time', async () => {
    const { messages, clock, progress } = repositoryOf();
    messages.set('queued', 0, 1);
    await progress.of(1);
    clock.set(-3_600_000);
    messages.set('delivered', 0, 1);
    await clock.advance(1000);
    expect(await progress.of(1)).toMatchObject([{ state: 'delivered' }]);
  });

  test('counts each message once, and includes messages that came since the last count', async () => {
    const { messages, counts } = repositoryOf();
    expect(await counts()).toEqual({});
    messages.set('queued', 0, 3);
    expect(await counts()).toEqual({ queued: 3 });
    messages.set('delivered', 0, 12_000);
    expect(await counts()).toEqual({ delivered: 12_000 });
    messages.set('queued', 12_000, 12_001);
    expect(await counts()).toEqual({ delivered: 12_000, queued: 1 });
  });

  test('is counted by reading at most 20,000 messages when 990,000 of a million are final', async () => {
    const { messages, counts } = repositoryOf();
    messages.set('delivered', 0, 1_000_000);
    messages.set('sent', 990_000, 1_000_000);
    await counts();
    expect(await counts()).toEqual({ delivered: 990_000, sent: 10_000 });
    expect(messages.looked).toBeLessThanOrEqual(20_000);
  });

  test('is counted by reading at most 10,000 messages while nearly all of 100,000 wait in the queue', async () => {
    const { messages, counts } = repositoryOf();
    messages.set('queued', 0, 100_000);
    await counts();
    messages.set('delivered', 0, 100);
    messages.set('sending', 7000, 7001);
    expect(await counts()).toEqual({ delivered: 100, sending: 1, queued: 99_899 });
    expect(messages.looked).toBeLessThanOrEqual(10_000);
  });

  test('is at most 800 ms old, also if counting takes longer than that', async () => {
    const { messages, clock, progress } = repositoryOf();
    messages.set('sent', 0, 100);
    const { countRange } = messages;
    messages.countRange = async (...range) => {
      await clock.advance(900);
      return countRange.apply(messages, range);
    };
    await progress.of(1);
    const { looked } = messages;
    await clock.advance(801);
    await progress.of(1);
    expect(messages.looked).toBeGreaterThan(looked);
  });

  test('shows a late change of a final message, since each count reads some of the final messages again', async () => {
    const { messages, counts } = repositoryOf();
    messages.set('unconfirmed', 0, 20_000);
    await counts();
    messages.set('delivered', 7000, 7001);
    for (let look = 0; look < 4; look++) await counts();
    expect(await counts()).toEqual({ unconfirmed: 19_999, delivered: 1 });
  });

  test('is counted once for all requests within 500 ms', async () => {
    const { messages, clock, progress } = repositoryOf();
    messages.set('sent', 0, 100);
    await Promise.all([progress.of(1), progress.of(1)]);
    const { looked } = messages;
    await clock.advance(400);
    await progress.of(1);
    expect(messages.looked).toBe(looked);
    progress.forget(1);
    await progress.of(1);
    expect(messages.looked).toBeGreaterThan(looked);
  });

  test('is counted anew for a request after forget(), even if an older count is not finished', async () => {
    const { messages, progress } = repositoryOf();
    messages.set('sent', 0, 1);
    const underWay = progress.of(1);
    await Promise.resolve();
    messages.set('delivered', 0, 2);
    progress.forget(1);
    expect(await progress.of(1)).toMatchObject([{ state: 'delivered', messages: 2 }]);
    expect(await progress.of(1)).toMatchObject([{ state: 'delivered', messages: 2 }]);
    await underWay;
  });
});
