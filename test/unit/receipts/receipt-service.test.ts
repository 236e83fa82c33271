import { describe, expect, test } from 'vitest';
import type { ReceiptMatch, RouteReceipt } from '../../../src/domain/routes/route.ts';
import { TocsinError } from '../../../src/kernel/errors.ts';
import { ReceiptService } from '../../../src/receipts/receipt-service.ts';
import { receipt } from '../../support/store/messages.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** A store of receipts that can be full, and that can refuse single receipts. */
class FakeRepository {
  readonly calls: { readonly receipts: readonly RouteReceipt[]; readonly atMs: number }[] = [];
  /** The ids in the order in which their receipts were stored. */
  readonly stored: string[] = [];
  full = false;
  readonly faulty = new Set<RouteReceipt>();
  /** The ids that no answer has named yet. */
  readonly unanswered = new Set<string>();

  async record(receipts: readonly RouteReceipt[], atMs: number): Promise<readonly ReceiptMatch[]> {
    this.calls.push({ receipts, atMs });
    if (this.full) throw new TocsinError('storeUnavailable', 'the disk is full');
    if (receipts.some((one) => this.faulty.has(one))) throw new TocsinError('storeCorrupt', 'no such thing');
    this.stored.push(...receipts.map(({ refs: [ref] }) => ref));
    return receipts.map((one) => this.#isKnown(one) ?? { kind: 'kept', reason: 'unknown' });
  }

  async recordKnown(receipts: readonly RouteReceipt[]): Promise<readonly (ReceiptMatch | undefined)[]> {
    if (this.full) throw new TocsinError('storeUnavailable', 'the disk is full');
    const matches = receipts.map((one) => this.#isKnown(one));
    this.stored.push(
      ...receipts.filter((_, index) => matches[index] !== undefined).map(({ refs: [ref] }) => ref),
    );
    return matches;
  }

  #isKnown({ refs: [ref] }: RouteReceipt): ReceiptMatch | undefined {
    return this.unanswered.has(ref) ? undefined : { kind: 'matched', ref };
  }
}

const made = () => {
  const clock = new VirtualClock();
  const repository = new FakeRepository();
  return { clock, repository, service: new ReceiptService(repository, clock) };
};
const some = (count: number) => Array.from({ length: count }, (_, index) => receipt(`ref-${index}`));

describe('receipts', () => {
  test('that come in one turn of the event loop are stored in one call, and each gets its own result', async () => {
    const { clock, repository, service } = made();
    const receipts = some(3);
    const answers = await Promise.all(receipts.map((one) => service.take(one)));
    expect(answers).toEqual(receipts.map(({ refs }) => ({ kind: 'matched', ref: refs[0] })));
    expect(repository.calls).toEqual([{ receipts, atMs: clock.now() }]);
  });

  test('that come in different turns of the event loop are stored in different calls', async () => {
    const { repository, service } = made();
    await service.take(receipt('a'));
    await service.take(receipt('b'));
    expect(repository.calls).toHaveLength(2);
  });

  test('are counted with their route and what they matched, once they are stored', async () => {
    const counted: string[] = [];
    const repository = new FakeRepository();
    const service = new ReceiptService(repository, new VirtualClock(), (route, match) =>
      counted.push(`${route} ${match}`),
    );
    repository.full = true;
    await Promise.allSettled([service.take(receipt('a'))]);
    expect(counted).toEqual([]);
    repository.full = false;
    const one = receipt('a');
    await service.take(one);
    expect(counted).toEqual([`${one.route} matched`]);
  });

  test('that cannot be stored because the disk is full are rejected, so that they are not acknowledged to the carrier', async () => {
    const { repository, service } = made();
    repository.full = true;
    const answers = await Promise.allSettled(some(3).map((one) => service.take(one)));
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'storeUnavailable' } });
    }
    expect(repository.calls).toHaveLength(1);
    repository.full = false;
    expect(await service.take(receipt('again'))).toEqual({ kind: 'matched', ref: 'again' });
  });

  test('for which the store gives no result are not acknowledged', async () => {
    const { repository, service } = made();
    repository.record = async () => [{ kind: 'matched', ref: 'a' }];
    const answers = await Promise.allSettled([service.take(receipt('a')), service.take(receipt('b'))]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  test('are stored although another receipt of the same call cannot be: only that other receipt is rejected', async () => {
    const { repository, service } = made();
    const receipts = some(4);
    const [, bad] = receipts;
    if (bad !== undefined) repository.faulty.add(bad);
    const answers = await Promise.allSettled(receipts.map((one) => service.take(one)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(answers[2]).toMatchObject({ value: { kind: 'matched', ref: 'ref-2' } });
  });
});

describe('receipts on a store that several nodes share', () => {
  const shared = () => {
    const clock = new VirtualClock();
    const repository = new FakeRepository();
    const done: string[] = [];
    const service = new ReceiptService(
      repository,
      clock,
      () => {},
      (route) => route !== 'modem-1',
    );
    const take = (ref: string): Promise<void> =>
      service.take(receipt(ref)).then(({ kind }) => void done.push(`${ref} ${kind}`));
    /** Until the store has answered. */
    const answered = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    return { clock, repository, service, done, take, answered };
  };

  test('that an answer has named are stored at once, beside those that wait', async () => {
    const { repository, done, take, answered } = shared();
    repository.unanswered.add('early');
    void take('early');
    await take('known');
    await answered();
    expect(done).toEqual(['known matched']);
    expect(repository.calls).toEqual([]);
  });

  test('wait for the answer that another node stores, and are not acknowledged before', async () => {
    const { clock, repository, done, take, answered } = shared();
    repository.unanswered.add('early');
    const taken = take('early');
    await answered();
    await clock.advance(249);
    await answered();
    expect(done).toEqual([]);
    repository.unanswered.delete('early');
    await clock.advance(1);
    await taken;
    expect(done).toEqual(['early matched']);
  });

  test('are kept after a quarter of a second, though no answer has named them', async () => {
    const { clock, repository, done, take, answered } = shared();
    repository.unanswered.add('of another system');
    const taken = take('of another system');
    await answered();
    await clock.advance(250);
    await taken;
    expect(done).toEqual(['of another system kept']);
  });

  test('are stored in the order in which those of one id came, though its answer comes in between', async () => {
    const { clock, repository, take, answered } = shared();
    repository.unanswered.add('0AB1');
    const all = [take('0AB1')];
    // The store is still asked about the first.
    await new Promise((resolve) => setImmediate(resolve));
    all.push(take('ab1'));
    await answered();
    repository.unanswered.clear();
    all.push(take('AB1'));
    await answered();
    await clock.advance(250);
    await Promise.all(all);
    expect(repository.stored).toEqual(['0AB1', 'ab1', 'AB1']);
  });

  test('are stored in their order though one of an id came by a route whose receipts do not wait', async () => {
    const { clock, repository, service, answered } = shared();
    repository.unanswered.add('ab1').add('AB1');
    const both = [service.take(receipt('ab1')), service.take(receipt('AB1', { route: 'modem-1' }))];
    await answered();
    expect(repository.stored).toEqual([]);
    await clock.advance(250);
    await Promise.all(both);
    expect(repository.stored).toEqual(['ab1', 'AB1']);
  });

  test('that followed one which waited in vain are stored with it, and do not wait once more', async () => {
    const { clock, repository, take, answered } = shared();
    for (const ref of ['ab1', 'aB1', 'AB1']) repository.unanswered.add(ref);
    const first = take('ab1');
    await answered();
    const others = [take('aB1'), take('AB1')];
    await answered();
    await clock.advance(250);
    await Promise.all([first, ...others]);
    expect(repository.stored).toEqual(['ab1', 'aB1', 'AB1']);
  });

  test('that follow others and those that the store is asked about count in a flood too', async () => {
    const { repository, service, done, take } = shared();
    const refs = Array.from({ length: 500 }, (_, index) => `early-${index}`);
    for (const ref of [...refs, 'one more']) repository.unanswered.add(ref);
    for (const ref of refs) void take(ref);
    for (const ref of refs) void service.take(receipt(ref.toUpperCase()));
    await take('one more');
    expect(done).toEqual(['one more kept']);
  });

  test('that followed one whose id turned out to be known are stored after it', async () => {
    const { repository, take } = shared();
    const first = take('known');
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([first, take('KNOWN')]);
    expect(repository.stored).toEqual(['known', 'KNOWN']);
  });

  test('are kept at once when a thousand wait, so that a flood waits in no memory', async () => {
    const { repository, done, take, answered } = shared();
    const refs = Array.from({ length: 1000 }, (_, index) => `early-${index}`);
    for (const ref of [...refs, 'one more']) repository.unanswered.add(ref);
    for (const ref of refs) void take(ref);
    await answered();
    await take('one more');
    expect(done).toEqual(['one more kept']);
  });

  test('of a route that one node alone drives do not wait', async () => {
    const { repository, service } = shared();
    repository.unanswered.add('early');
    const { kind } = await service.take(receipt('early', { route: 'modem-1' }));
    expect(kind).toBe('kept');
  });

  test('do not wait on a route where twenty have waited in vain, for a minute', async () => {
    const { clock, repository, done, take, answered } = shared();
    const foreign = Array.from({ length: 22 }, (_, index) => `of another system ${index}`);
    for (const ref of foreign) repository.unanswered.add(ref);
    const [last = '', next = '', ...twenty] = foreign;
    const waiting = twenty.map(take);
    await answered();
    await clock.advance(250);
    await Promise.all(waiting);
    await take(next);
    expect(done).toHaveLength(21);
    await clock.advance(60_000);
    void take(last);
    await answered();
    expect(done).toHaveLength(21);
  });

  test('do not wait either if few of those that wait find their message', async () => {
    const { clock, repository, done, take, answered } = shared();
    const waitFor = async (refs: readonly string[], found: string): Promise<void> => {
      for (const ref of [...refs, found]) repository.unanswered.add(ref);
      const all = [...refs, found].map(take);
      await answered();
      repository.unanswered.delete(found);
      await clock.advance(250);
      await Promise.all(all);
    };
    for (let round = 0; round < 5; round++)
      await waitFor(
        Array.from({ length: 10 }, (_, index) => `of another system ${round} ${index}`),
        `early ${round}`,
      );
    const before = done.length;
    repository.unanswered.add('next');
    await take('next');
    expect(done).toHaveLength(before + 1);
  });

  test('that cannot be stored after they waited are rejected, so that they are not acknowledged to the carrier', async () => {
    const { clock, repository, service, answered } = shared();
    repository.unanswered.add('early');
    const refused = expect(service.take(receipt('early'))).rejects.toMatchObject({
      code: 'storeUnavailable',
    });
    await answered();
    repository.full = true;
    await clock.advance(250);
    await refused;
  });
});
