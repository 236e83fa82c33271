import { handoverMs, placesOf } from '../../domain/routes/share/handover.ts';
import type { Grant, ShareAsk } from '../../domain/routes/share/next-grant.ts';

/** A larger share by which the node sent until `endedAt`, ms. */
interface Former {
  readonly parts: number;
  readonly endedAt: number;
}

/**
 * The share of one contract by which this node sends, beside the share that its row on disk has. The node sends by what
 * is its due, but by no more than the row surely has. A smaller share counts at once, and the row follows once no part
 * under the larger one counts at the carrier any more. Pure: time is an argument, ms.
 */
export class AppliedShare {
  readonly #startedAt: number;
  #contract: number;
  #parts = 0;
  #elsewhere = 0;
  #former: readonly Former[] = [];
  /**
   * Until when nothing is sent, since an earlier process of this node may have used the share that the row has;
   * undefined while it is not known what the row has.
   */
  #quietUntil: number | undefined;

  /** @param contract parts per second, above 0 */
  constructor(contract: number, now: number) {
    this.#contract = contract;
    this.#startedAt = now;
  }

  get parts(): number {
    return this.#parts;
  }

  get elsewhere(): number {
    return this.#elsewhere;
  }

  /** Goes by another contract. @param contract parts per second, above 0 */
  contractTo(contract: number, now: number): void {
    this.#contract = contract;
    this.#apply(Math.min(this.#parts, placesOf(contract)), now);
  }

  /** What the next beat asks for. */
  ask(wanted: Pick<ShareAsk, 'demand' | 'isUsable'>, now: number): ShareAsk {
    return { ...wanted, least: this.#least(now) };
  }

  /** The row is on disk as the grant says. */
  granted({ row, before, target, elsewhere }: Grant, now: number): void {
    this.#quietUntil ??= before === 0 ? now : this.#startedAt + handoverMs(this.#contract);
    this.#elsewhere = elsewhere;
    const parts = Math.min(row.share, target, placesOf(this.#contract));
    this.#apply(now < this.#quietUntil ? 0 : parts, now);
  }

  /** The largest share by which a part may have been sent that still counts at the carrier. */
  #least(now: number): number {
    if (this.#quietUntil === undefined || now < this.#quietUntil) return Number.POSITIVE_INFINITY;
    return this.#lately(now).reduce((most, { parts }) => Math.max(most, parts), this.#parts);
  }

  #apply(parts: number, now: number): void {
    const former = this.#lately(now);
    this.#former = parts < this.#parts ? [...former, { parts: this.#parts, endedAt: now }] : former;
    this.#parts = parts;
  }

  #lately(now: number): readonly Former[] {
    return this.#former.filter(({ endedAt }) => now - endedAt < handoverMs(this.#contract));
  }
}
