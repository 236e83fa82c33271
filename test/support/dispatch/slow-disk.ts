import type { ClaimRequest } from '../../../src/domain/messages/claim.ts';
import type { ClaimResult } from '../../../src/domain/messages/queue.ts';
import { MemoryStore } from './memory-store.ts';

/** A claim is made at once, and its result comes when the test says that it is synced. */
export class SlowDisk extends MemoryStore {
  readonly #unsynced: (() => void)[] = [];

  override async claim(request: ClaimRequest): Promise<ClaimResult> {
    const result = await super.claim(request);
    await new Promise<void>((resolve) => this.#unsynced.push(resolve));
    return result;
  }

  async sync(): Promise<void> {
    for (const resolve of this.#unsynced.splice(0)) resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
