import type { MessageId } from '../../domain/messages/message-id.ts';
import type { Outcome } from '../../domain/messages/outcome.ts';
import type { OutgoingPart, Route, RouteStatus } from '../../domain/routes/route.ts';
import type { Cancel, Clock } from '../../kernel/clock.ts';
import { InFlight } from '../../kernel/in-flight.ts';
import { type ClaimAsked, claimBudget } from '../claims/claim-budget.ts';
import { Reserved } from '../claims/reserved.ts';
import type { RouteSnapshot } from '../plan/planner.ts';
import type { RouteShare } from '../share/route-share.ts';
import { DayCount } from './day-count.ts';
import { brokenPromise, notHandedOver, WHY, wasNotTaken } from './gateway-outcomes.ts';
import { isFull, keptOf } from './kept-places.ts';
import { Meter } from './meter.ts';
import { Pacer } from './pacer.ts';
import { type ReadyPart, ReadyParts } from './ready-parts.ts';
import { RouteLimits } from './route-limits.ts';
import { weightOf } from './route-weight.ts';
import { slowMs } from './slow-parts.ts';
import { Trials } from './trials.ts';
import { type OnQuarantine, Trust } from './trust.ts';
import { WindowGauge } from './window-gauge.ts';

/** A carrier that put off every part for this long is tried with single parts, a few times a second. */
const FAILING_MS = 2000;

/** Drives one route for the send loop: hands over parts at its pace and within its room, and measures the answers. */
export class RouteRunner {
  readonly route: Route;
  readonly trust: Trust;
  readonly limits: RouteLimits;
  readonly today = new DayCount();
  readonly #clock: Clock;
  readonly #drained: () => void;
  readonly #isSure: () => boolean;
  readonly pacer: Pacer;
  readonly meter = new Meter();
  readonly #gauge: WindowGauge;
  readonly #ready = new ReadyParts();
  /** When each part was handed over, by the pacer's serial number. */
  readonly #underway = new InFlight<number>();
  readonly #trials = new Trials();
  readonly #reserved = new Reserved();
  #cancelPump: Cancel | undefined;
  /** Set while the route gets nothing: an operator has disabled it, or it is being removed. */
  shut: Pick<RouteStatus, 'state' | 'reason'> | undefined;
  /** Why the route is shown as degraded though it calls itself up; undefined without an alarm. */
  alarm: string | undefined;

  /**
   * @param drained called when every ready part has been handed over
   * @param isSure whether no other node can have taken this one for dead, and what it was sending
   */
  constructor(
    route: Route,
    contractedRate: number | undefined,
    clock: Clock,
    drained = (): void => {},
    onQuarantine: OnQuarantine = () => {},
    isSure = (): boolean => true,
  ) {
    this.route = route;
    this.trust = new Trust(route.capabilities, clock, (quarantine) => {
      if (quarantine !== undefined) this.close('the route is quarantined');
      onQuarantine(quarantine);
    });
    this.#clock = clock;
    this.limits = new RouteLimits(route, clock, () => this.#ready.size);
    this.#drained = drained;
    this.#isSure = isSure;
    this.pacer = new Pacer(contractedRate);
    this.#gauge = new WindowGauge(contractedRate !== undefined);
  }

  get status(): RouteStatus {
    const status = this.trust.shown(this.route.status(), this.alarm);
    return this.shut === undefined ? status : { ...status, ...this.shut, room: 0 };
  }

  /** Parts that the route has, or that are ready for it, and that have no outcome. */
  get inHand(): number {
    return this.#underway.size + this.#ready.size;
  }

  /** Parts per second that this node may send by the route; 0 while it has no share of the contract. */
  get rate(): number {
    return this.pacer.isWithoutShare(this.#clock.elapsed()) ? 0 : this.pacer.rate;
  }

  shareTo(share: RouteShare): void {
    this.pacer.shareTo(share);
    this.pump();
  }

  snapshot(): RouteSnapshot {
    const now = this.#clock.elapsed();
    const { state, modem } = this.status;
    const room = this.#roomFor(false);
    const { id, capabilities } = this.route;
    const measured = this.meter.rate(now);
    const latencyMs = this.meter.latencyMs ?? capabilities.believedLatencyMs;
    // While room is left, the measured rate is what was asked of the route, not what it could carry.
    const believed = Math.max(measured, room > 0 ? capabilities.believedRate * this.trust.share : 0.01);
    return {
      id,
      state: this.trust.isAside ? 'down' : state,
      room,
      ratePerSecond: Math.min(this.rate, believed),
      elsewherePerSecond: this.pacer.share?.elsewhere ?? 0,
      latencyMs: Math.max(latencyMs, this.silentMs, this.meter.failingMs(now)),
      weight: weightOf(modem) * this.trust.share,
    };
  }

  /** How long the oldest part has been under way, ms; 0 if there is none. */
  get silentMs(): number {
    return this.#clock.elapsed() - (this.#underway.oldest() ?? this.#clock.elapsed());
  }

  /** Whether the carrier has put off or not answered every part for more than FAILING_MS. */
  get takesNothing(): boolean {
    return this.meter.failingMs(this.#clock.elapsed()) > FAILING_MS;
  }

  /** How many parts may be claimed for this route now: see `claimBudget`. */
  budget(critical: boolean, how: ClaimAsked = {}): number {
    if (this.rate === 0 || !this.#isSure()) return 0;
    const { status, takesNothing } = this;
    const bounds = { status, takesNothing, room: this.#roomFor(critical), ready: this.pacer.ahead };
    const hand = { ready: this.#ready, reserved: this.#reserved, trials: this.#trials };
    return claimBudget(bounds, hand, critical, this.#clock.elapsed(), how);
  }

  /**
   * The route's own room, less the parts that would only wait in the carrier's queue and delay a critical part that
   * comes later.
   */
  #roomFor(critical: boolean): number {
    const { room, inFlight } = this.status;
    return Math.min(room, this.#mostInFlight(critical) - inFlight);
  }

  #mostInFlight(critical: boolean): number {
    return Math.min(this.trust.most, critical ? Number.POSITIVE_INFINITY : this.#gauge.limit);
  }

  /** How many parts of messages that are not critical may be in flight, by the window and by what is measured. */
  get most(): number {
    const { status } = this;
    return Math.min(status.room + status.inFlight - keptOf(status), this.#mostInFlight(false));
  }

  /** Counts parts that a claim under way may bring; negative once it has come back. */
  reserve(parts: number, critical: boolean): void {
    this.#reserved.add(parts, critical);
  }

  /**
   * Calls `done` with the outcome. Parts leave in their order, the critical ones first.
   * @param backInMs how long until the part is given back if it has not been handed over; a slow route has the time
   * that it needs for the parts before it in addition. It is given back once its validity has ended, too
   */
  send(part: OutgoingPart, done: (outcome: Outcome) => void, backInMs = Number.POSITIVE_INFINITY): void {
    const now = this.#clock.elapsed();
    const beforeMs = slowMs(this.route.capabilities, this.inHand, this.meter.busy.at(now));
    // Both clocks are in whole ms, so that one more may be left.
    const validMs = Math.max(0, part.validUntil - this.#clock.now()) + 1;
    this.#ready.add({ part, done, backAt: now + Math.min(backInMs + beforeMs, validMs) });
  }

  /** Why no part may be handed over at all. */
  get #whyNot(): string | undefined {
    if (this.shut !== undefined) return this.shut.reason ?? this.shut.state;
    if (this.pacer.share?.parts === 0) return WHY.noShare;
    return this.#isSure() ? undefined : WHY.notSure;
  }

  /** Hands over the parts that may leave now, and sets a timer for the others. */
  pump(): void {
    this.#cancelPump?.();
    this.#cancelPump = undefined;
    if (this.#ready.size === 0) return;
    const why = this.#whyNot;
    if (why !== undefined) {
      this.close(why);
      return;
    }
    for (let next = this.#ready.first; next !== undefined; next = this.#ready.first) {
      const now = this.#clock.elapsed();
      const isCritical = next.part.priority === 'critical';
      const trialMs = this.takesNothing ? this.#trials.waitMs(now) : 0;
      const waitMs = Math.max(this.pacer.waitMs(now, isCritical), trialMs);
      if (waitMs > 0 || (this.#underway.size > 0 && isFull(this.route.status(), isCritical))) {
        this.#pumpLater(now, waitMs > 0 ? waitMs : Number.POSITIVE_INFINITY);
        return;
      }
      this.#ready.dropFirst();
      this.#submit(next, this.pacer.take(now), now);
    }
    this.#drained();
  }

  /** Takes an answer after the time-out. */
  late(id: MessageId, outcome: Outcome): void {
    if (outcome.kind === 'accepted') this.meter.acceptedLate(this.#clock.elapsed());
    this.trust.answered(id, outcome);
  }

  /** Gives back what was not handed over. */
  close(reason: string): void {
    this.#cancelPump?.();
    for (const { done } of this.#ready.takeAll()) done(notHandedOver(reason));
  }

  /** Pumps again after `waitMs`, or sooner if a part that is ready must be given back before. */
  #pumpLater(now: number, waitMs: number): void {
    for (const { part, done } of this.#ready.takeOverdue(now))
      done(notHandedOver(part.validUntil <= this.#clock.now() ? WHY.expired : WHY.tooLate));
    const next = this.#ready.backInMs(now, waitMs);
    if (Number.isFinite(next)) this.#cancelPump = this.#clock.after(Math.ceil(next), () => this.pump());
  }

  #submit({ part, done }: ReadyPart, serial: number, startedAt: number): void {
    const critical = part.priority === 'critical';
    this.#underway.add(serial, startedAt);
    this.#trials.handedOver(critical, startedAt);
    this.meter.busy.given(startedAt);
    this.trust.handedOver(part.messageId);
    const answered = (outcome: Outcome): void => {
      this.#underway.take(serial);
      this.#trials.answered(critical);
      const now = this.#clock.elapsed();
      this.meter.busy.answered(outcome.kind === 'accepted', this.#underway.size > 0, now);
      if (outcome.kind === 'accepted') {
        this.meter.accepted(now, now - startedAt);
        this.#gauge.answered(now - startedAt, this.#underway.size + 1, now);
        this.today.add(this.#clock.now(), 1);
      }
      if (wasNotTaken(outcome)) this.meter.notTaken(now, startedAt);
      this.trust.answered(part.messageId, outcome);
      this.pacer.learn(outcome, serial, now - startedAt, now);
      done(outcome);
      this.pump();
    };
    void this.route.submit(part).then(answered, (error: unknown) => answered(brokenPromise(error)));
  }
}
