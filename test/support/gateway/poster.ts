import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '../http/api-client.ts';
import { numberOf } from '../store/messages.ts';

/** The numbers of the tests would soon be used up otherwise. */
const EVERY_MS = 100;
const ACCEPTED = 202;
/** Stands for the status of a request whose connection broke. */
const BROKEN = 0;

/** Posts one message after another, each to another number, whether the one before has been answered or not. */
export class Poster {
  readonly accepted: string[] = [];
  readonly refused: string[] = [];
  readonly statuses = new Set<number>();
  /** How long each answer took, and each refusal alone, ms. */
  readonly tookMs: number[] = [];
  readonly refusedMs: number[] = [];
  /** Refusals that don't say when to try again. */
  withoutRetryAfter = 0;
  readonly #client: ApiClient;
  readonly #over = new AbortController();
  readonly #done: Promise<void>;

  /** @param first the number that the first message is for, by its index */
  constructor(client: ApiClient, first: number) {
    this.#client = client;
    this.#done = this.#run(first);
  }

  /** Half of the refusals took no longer, ms. */
  get middleRefusalMs(): number {
    return this.refusedMs.toSorted((one, other) => one - other)[this.refusedMs.length >> 1] ?? 0;
  }

  get slowestMs(): number {
    return Math.max(...this.tookMs);
  }

  /** Posts no more. Resolves when all is answered. */
  async end(): Promise<void> {
    this.#over.abort();
    await this.#done;
  }

  async #run(first: number): Promise<void> {
    const all: Promise<void>[] = [];
    for (let index = first; !this.#over.signal.aborted; index++) {
      all.push(this.#post(numberOf(index)));
      await pause(EVERY_MS, undefined, { signal: this.#over.signal }).catch(() => undefined);
    }
    await Promise.all(all);
  }

  async #post(to: string): Promise<void> {
    const startedAt = performance.now();
    const message = { to, text: 'Gagnez les hauteurs.', onUncertain: 'resend' };
    const response = await this.#client.request('POST', '/v1/messages', message).catch(() => undefined);
    const status = response?.status ?? BROKEN;
    const took = performance.now() - startedAt;
    this.tookMs.push(took);
    if (status !== ACCEPTED) this.refusedMs.push(took);
    this.statuses.add(status);
    (status === ACCEPTED ? this.accepted : this.refused).push(to);
    if (status !== ACCEPTED && response?.headers.has('retry-after') !== true) this.withoutRetryAfter++;
  }
}
