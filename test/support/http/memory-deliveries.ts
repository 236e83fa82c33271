import type { Attempted, DueDelivery, WebhookRepository } from '../../../src/domain/operation/webhook.ts';

interface Kept extends DueDelivery {
  state: 'waiting' | 'delivered' | 'failed';
  dueAt: number;
  attempts: number;
  outcome: string | undefined;
}

/** The deliveries of webhooks in memory, for tests in virtual time. */
export class MemoryDeliveries
  implements Pick<WebhookRepository, 'dueDeliveries' | 'nextDelivery' | 'keepAttempts' | 'giveUpDeliveries'>
{
  readonly all: Kept[] = [];
  readonly disabled = new Set<number>();
  readonly tidied: number[] = [];
  /** Reads wait for this promise. */
  handedOver: Promise<void> = Promise.resolve();
  /** The number of next writes that fail, as on a full disk. */
  refusals = 0;

  add(webhook: number, at: number, n = 0): Kept {
    const kept: Kept = {
      id: this.all.length + 1,
      webhook,
      url: `https://${webhook}.example.org/hook`,
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      since: at,
      event: { type: 'route.down', at, data: { n } },
      state: 'waiting',
      dueAt: at,
      attempts: 0,
      outcome: undefined,
    };
    this.all.push(kept);
    return kept;
  }

  async dueDeliveries(nowMs: number, ofEach: number): Promise<readonly DueDelivery[]> {
    const due = this.#waiting().filter(({ dueAt }) => dueAt <= nowMs);
    const read = [...new Set(due.map(({ webhook }) => webhook))].flatMap((id) =>
      due
        .filter(({ webhook }) => webhook === id)
        .slice(0, ofEach)
        .map((one) => ({ ...one })),
    );
    await this.handedOver;
    return read;
  }

  async nextDelivery(afterMs: number): Promise<number | undefined> {
    return this.#waiting().find(({ dueAt }) => dueAt > afterMs)?.dueAt;
  }

  async keepAttempts(attempts: readonly Attempted[]): Promise<void> {
    if (this.refusals > 0) {
      this.refusals--;
      throw new Error('the disk is full');
    }
    for (const { id, outcome, state, dueAt } of attempts) {
      const kept = this.all.find((one) => one.id === id);
      if (kept === undefined) continue;
      Object.assign(kept, { outcome, dueAt, state: state ?? 'waiting', attempts: kept.attempts + 1 });
    }
  }

  async giveUpDeliveries(sinceMs: number): Promise<boolean> {
    this.tidied.push(sinceMs);
    return false;
  }

  #waiting(): readonly Kept[] {
    return this.all
      .filter(({ state, webhook }) => state === 'waiting' && !this.disabled.has(webhook))
      .sort((a, b) => a.dueAt - b.dueAt || a.id - b.id);
  }
}
