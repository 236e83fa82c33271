import type { Outcome } from '../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../domain/routes/route.ts';

export interface ReadyPart {
  readonly part: OutgoingPart;
  readonly done: (outcome: Outcome) => void;
  /** When the part is given back if the route has not got it by then, by the clock's elapsed time. */
  readonly backAt: number;
}

/** Parts that wait to be handed over to one route, in the order in which they were given, the critical ones first. */
export class ReadyParts {
  #parts: ReadyPart[] = [];

  get size(): number {
    return this.#parts.length;
  }

  get critical(): number {
    return this.#parts.filter(({ part }) => part.priority === 'critical').length;
  }

  get first(): ReadyPart | undefined {
    return this.#parts[0];
  }

  add(ready: ReadyPart): void {
    const urgent = ready.part.priority === 'critical';
    const at = urgent ? this.#parts.findIndex(({ part: other }) => other.priority !== 'critical') : -1;
    if (at === -1) this.#parts.push(ready);
    else this.#parts.splice(at, 0, ready);
  }

  dropFirst(): void {
    this.#parts.shift();
  }

  /** Takes out the parts whose `backAt` has come. */
  takeOverdue(now: number): readonly ReadyPart[] {
    if (!this.#parts.some(({ backAt }) => backAt <= now)) return [];
    const overdue = this.#parts.filter(({ backAt }) => backAt <= now);
    this.#parts = this.#parts.filter(({ backAt }) => backAt > now);
    return overdue;
  }

  /** How long until the next part must be given back, ms; at most `mostMs`. */
  backInMs(now: number, mostMs: number): number {
    return this.#parts.reduce((first, { backAt }) => Math.min(first, backAt - now), mostMs);
  }

  takeAll(): readonly ReadyPart[] {
    return this.#parts.splice(0);
  }
}
