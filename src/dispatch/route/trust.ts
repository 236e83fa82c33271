import type { MessageId } from '../../domain/messages/message-id.ts';
import type { Outcome } from '../../domain/messages/outcome.ts';
import type { RouteCapabilities } from '../../domain/routes/capabilities.ts';
import type { Quarantine, RouteStatus } from '../../domain/routes/route.ts';
import type { Clock } from '../../kernel/clock.ts';
import { wasNotTaken } from './gateway-outcomes.ts';
import { HalfOpen } from './half-open.ts';
import { Standing } from './standing.ts';

/** Called when a route is quarantined, with the reason, and when its quarantine ends, with undefined. */
export type OnQuarantine = (quarantine: Quarantine | undefined) => void;

/** How many parts a route may have in flight, by what its last answers were. */
export class Trust {
  readonly #halfOpen = new HalfOpen();
  readonly #standing: Standing;
  readonly #clock: Clock;
  readonly #onQuarantine: OnQuarantine;
  /** Whether no other route is usable: then a quarantined route is tried more often. */
  isLastResort = false;

  constructor({ sickAfter, sickNeedsProof }: RouteCapabilities, clock: Clock, onQuarantine: OnQuarantine) {
    this.#clock = clock;
    this.#standing = new Standing(sickAfter, sickNeedsProof);
    this.#onQuarantine = onQuarantine;
  }

  get quarantine(): Quarantine | undefined {
    return this.#standing.quarantine;
  }

  get isProven(): boolean {
    return this.#standing.isProven;
  }

  get share(): number {
    return this.#standing.share;
  }

  /** Whether the route may not be used now. */
  get isAside(): boolean {
    return this.#standing.isAside(this.#clock.elapsed(), this.isLastResort);
  }

  /** How many parts the route may have in flight now. */
  get most(): number {
    return Math.min(this.#halfOpen.most, this.#standing.mostAt(this.#clock.elapsed(), this.isLastResort));
  }

  /** The status as operators see it. @param alarm why the route is shown as degraded; undefined without an alarm */
  shown(status: RouteStatus, alarm: string | undefined): RouteStatus {
    this.#halfOpen.noticeState(status.state);
    const { quarantine = status.quarantine } = this.#standing;
    const all = quarantine === undefined ? status : { ...status, quarantine };
    const reason =
      this.#standing.quarantine === undefined ? alarm : inWords(this.#standing.quarantine, alarm);
    return reason === undefined || status.state !== 'up' ? all : { ...all, state: 'degraded', reason };
  }

  handedOver(id: MessageId): void {
    this.#standing.handedOver(id, this.#clock.elapsed(), this.isLastResort);
  }

  answered(id: MessageId, outcome: Outcome): void {
    if (outcome.kind === 'accepted') {
      this.#halfOpen.accepted();
      if (this.#standing.accepted()) this.#onQuarantine(undefined);
      return;
    }
    const isThrottled = outcome.kind === 'retry' && outcome.throttled;
    if (wasNotTaken(outcome) && !isThrottled) this.#halfOpen.notTaken();
    const { suspect, reason } = outcome;
    if (suspect === undefined) return;
    const why = { since: this.#clock.now(), reason };
    if (this.#standing.suspected(id, suspect, why, this.#clock.elapsed()))
      this.#onQuarantine(this.quarantine);
  }

  restore(): void {
    if (this.#standing.restore()) this.#onQuarantine(undefined);
  }

  provenWrong(id: MessageId): void {
    this.#standing.provenWrong(id);
  }

  acquitted(id: MessageId): void {
    if (this.#standing.acquitted(id)) this.#onQuarantine(undefined);
  }
}

const inWords = ({ since, reason }: Quarantine, alarm: string | undefined): string =>
  `quarantined since ${new Date(since).toISOString()}, and tried with single messages: ${reason}${alarm === undefined ? '' : `; ${alarm}`}`;
