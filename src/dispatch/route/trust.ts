import type { MessageId } from '../../domain/messages/message-id.ts';
import type { Outcome } from '../../domain/messages/outcome.ts';
import type { RouteCapabilities } from '../../domain/routes/capabilities.ts';
import type { Quarantine, RouteStatus } from '../../domain/routes/route.ts';
import { wasNotTaken } from './gateway-outcomes.ts';
import { HalfOpen } from './half-open.ts';
import { Standing } from './standing.ts';

/** Called when a route is quarantined, with the reason, and when its quarantine ends, with undefined. */
export type OnQuarantine = (quarantine: Quarantine | undefined) => void;

/** How many parts a route may have in flight, by what its last answers were. */
export class Trust {
  readonly #halfOpen = new HalfOpen();
  readonly #standing: Standing;
  readonly #onQuarantine: OnQuarantine;
  /** Whether no other route is usable: then a quarantined route is tried more often. */
  isLastResort = false;

  constructor({ sickAfter, sickNeedsProof }: RouteCapabilities, onQuarantine: OnQuarantine) {
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

  isAside(now: number): boolean {
    return this.#standing.isAside(now, this.isLastResort);
  }

  mostAt(now: number): number {
    return Math.min(this.#halfOpen.most, this.#standing.mostAt(now, this.isLastResort));
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

  handedOver(id: MessageId, now: number): void {
    this.#standing.handedOver(id, now, this.isLastResort);
  }

  answered(id: MessageId, outcome: Outcome, now: number): void {
    if (outcome.kind === 'accepted') {
      this.#halfOpen.accepted();
      if (this.#standing.accepted()) this.#onQuarantine(undefined);
      return;
    }
    const isThrottled = outcome.kind === 'retry' && outcome.throttled;
    if (wasNotTaken(outcome) && !isThrottled) this.#halfOpen.notTaken();
    const { suspect, reason } = outcome;
    if (suspect !== undefined && this.#standing.suspected(id, suspect, reason, now))
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
