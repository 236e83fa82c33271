import { describe, expect, test } from 'vitest';
import type { ReceiptMatch, RouteReceipt } from '../../../src/domain/routes/route.ts';
import { TocsinError } from '../../../src/kernel/errors.ts';
import { ReceiptService } from '../../../src/receipts/receipt-service.ts';
import { receipt } from '../../support/store/messages.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** A store of receipts that can be full, and that can refuse single receipts. */
class FakeRepository {
  readonly calls: { readonly receipts: readonly RouteReceipt[]; readonly atMs: number }[] = [];
  full = false;
  readonly faulty = new Set<RouteReceipt>();

  async record(receipts: readonly RouteReceipt[], atMs: number): Promise<readonly ReceiptMatch[]> {
    this.calls.push({ receipts, atMs });
    if (this.full) throw new TocsinError('storeUnavailable', 'the disk is full');
    if (receipts.some((one) => this.faulty.has(one))) throw new TocsinError('storeCorrupt', 'no such thing');
    return receipts.map(({ refs }) => ({ kind: 'matched', ref: refs[0] }));
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
