import type { Alert, Wave } from '../../domain/alerts/alert.ts';
import type { AlertCount, AlertRepository } from '../../domain/alerts/alert-repository.ts';
import { BEFORE_LAUNCH } from '../../domain/alerts/alert-state.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import type { PeopleTotals } from '../../domain/alerts/people-totals.ts';
import { isBeingOvertaken, isKeptFromSending, whyEnded } from '../../domain/alerts/wave-state.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import { GATEWAY } from '../../domain/operation/audit.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import type { AlertService } from '../desk/alert-service.ts';
import { Stepper, type StepperDeps } from '../desk/stepper.ts';
import { reasonOf, type StepVerdict } from '../desk/verdict.ts';
import type { Escalations } from '../escalation/escalations.ts';
import { completedWords, isFarAhead, mayComplete } from './completion.ts';
import { expectedIn } from './expected.ts';
import { releaseFree } from './release.ts';
import type { ShortDecision } from './short-decision.ts';
import { alertOfTurn, turnOf } from './turn.ts';

export interface KeeperDeps extends Pick<StepperDeps, 'announce'> {
  readonly repository: AlertRepository;
  readonly traffic: AlertTraffic;
  readonly service: Pick<AlertService, 'launch'>;
  readonly progress: (alert: number) => Promise<readonly AlertCount[]>;
  readonly shorts: Pick<ShortDecision, 'look'>;
  readonly escalations: Pick<Escalations, 'look'>;
  /** Counts the people of an alert now, each once. */
  readonly countPeople: (alert: number) => Promise<PeopleTotals>;
  /** Makes the messages to those who believe that a scheduled alert goes out, without storing them. */
  readonly tellNotLaunched: (alert: Alert, reason: string) => Promise<readonly NewMessage[]>;
  /** Announces messages that were committed. */
  readonly stored: (messages: readonly NewMessage[]) => void;
  /** How long after the last outcome or receipt an alert that lacks only receipts is completed, ms. */
  readonly receiptsQuietMs: number;
  /** The longest time between two looks, ms. */
  readonly restMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

const SHORT_FAILURE = 'it cannot be decided who gets the short text; tried again';

const TOO_LATE: StepVerdict = {
  kind: 'wrongState',
  detail: 'it is too late: messages of that time would not be valid any more',
};

/** Withdraws the messages of stopped waves, launches scheduled alerts at their time, completes and expires alerts. */
export class AlertKeeper {
  readonly #deps: KeeperDeps;
  readonly #stepper: Stepper;
  readonly #looper: Looper;
  /** Since when an alert is known to have a time in the future, by `clock.elapsed()`. */
  readonly #aheadSince = new Map<number, number>();

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
    this.#stepper = new Stepper(deps);
    const { clock, log } = deps;
    const failure = 'alerts cannot be looked after; tried again';
    this.#looper = new Looper(() => this.#look(), { clock, log, failure });
  }

  /**
   * Holds the waves that were paused, stopped or overtaken when the last process ended. It runs before the first send.
   */
  async restore(): Promise<void> {
    const { repository, traffic } = this.#deps;
    const paused = (await repository.alertsIn(['paused'])).map(({ id }) => id);
    const open = (await repository.openWaves()).map(({ alert }) => alert);
    for (const id of new Set([...paused, ...open])) {
      const alert = await repository.getAlert(id);
      const waves = await repository.waves(id);
      for (const wave of waves)
        if (isKeptFromSending(wave, waves, alert?.state ?? 'paused')) traffic.hold(turnOf(wave));
    }
  }

  start(): void {
    this.#looper.start();
  }

  stop(): Promise<void> {
    return this.#looper.stop();
  }

  /** Looks now. To be called when a wave was stopped, or has all its messages. */
  wake(): void {
    this.#looper.wake();
  }

  async #look(): Promise<number> {
    const { repository, restMs, clock, log } = this.#deps;
    const unswept = await repository.openWaves();
    for (const wave of unswept) {
      const reason = whyEnded(wave.state);
      if (reason === undefined || isBeingOvertaken(wave, unswept)) continue;
      await this.#each(wave.alert, this.#withdraw(wave, reason));
    }
    const sending = await repository.alertsIn(['sending']);
    await this.#releaseFree(sending);
    await this.#deps.shorts.look(sending).catch((error: unknown) => log.error({ err: error }, SHORT_FAILURE));
    await this.#deps.escalations.look(sending);
    // The waves are read after the alerts: otherwise an alert that is launched in between would seem to have no wave.
    const open = await repository.openWaves();
    const ids = new Set(sending.map(({ id }) => id));
    for (const id of this.#aheadSince.keys()) if (!ids.has(id)) this.#aheadSince.delete(id);
    for (const alert of sending) {
      // An alert that may still ask further people by itself is not completed.
      if (alert.escalation?.state === 'waiting') continue;
      const isOver = !open.some((wave) => wave.alert === alert.id);
      if (isOver) await this.#each(alert.id, this.#completeIfOver(alert));
    }
    // The query selects by time, since any number of alerts may wait for a later time.
    for (const alert of await repository.expiredAlerts(BEFORE_LAUNCH, clock.now())) {
      await this.#each(alert.id, this.#expire(alert));
    }
    for (const alert of await repository.alertsToEnd(clock.now()))
      await this.#each(alert.id, this.#offerEnd(alert));
    for (const alert of await repository.dueAlerts(clock.now()))
      await this.#each(alert.id, this.#launch(alert));
    return restMs;
  }

  /** Logs the error of one alert, so that the others are looked after all the same. */
  #each(alert: number, step: Promise<void>): Promise<void> {
    return step.catch((error: unknown) =>
      this.#deps.log.error({ err: error, alert }, 'an alert cannot be looked after; tried again'),
    );
  }

  /** Releases what is held although its alert goes on: the reads that follow the commit of a step may have failed. */
  async #releaseFree(sending: readonly Alert[]): Promise<void> {
    const held = new Set(this.#deps.traffic.waitingHeld().map(alertOfTurn));
    for (const alert of sending)
      if (held.has(alert.id)) await this.#each(alert.id, releaseFree(this.#deps, alert));
  }

  async #withdraw(wave: Wave, reason: string): Promise<void> {
    const { repository, traffic, clock } = this.#deps;
    for (let more = true; more && !this.#looper.signal.aborted; ) {
      const lanes = await traffic.lanesOf(turnOf(wave));
      const { ended, ...result } = await repository.withdraw(wave, lanes, reason, clock.now());
      for (const { lane, priority, messages } of ended)
        traffic.queued(lane, priority, -messages, clock.now());
      more = result.more;
    }
  }

  async #completeIfOver({ id, version }: Alert): Promise<void> {
    const [counts, waves] = await Promise.all([this.#deps.progress(id), this.#deps.repository.waves(id)]);
    const stored = waves.reduce((sum, { recipients }) => sum + recipients, 0);
    // The counts may be older than the messages that were stored last.
    if (counts.reduce((sum, one) => sum + one.messages, 0) < stored) return;
    if (!this.#mayComplete(id, counts)) return;
    const detail = completedWords(await this.#deps.countPeople(id));
    const step = { event: 'complete', actor: GATEWAY, detail, version } as const;
    await this.#stepper.take(id, step, () => ({ set: { finished: true } }));
  }

  #mayComplete(id: number, counts: readonly AlertCount[]): boolean {
    const { clock, receiptsQuietMs } = this.#deps;
    const now = clock.now();
    if (!isFarAhead(counts, now, receiptsQuietMs)) {
      this.#aheadSince.delete(id);
      return mayComplete(counts, now, receiptsQuietMs);
    }
    const since = this.#aheadSince.get(id) ?? clock.elapsed();
    this.#aheadSince.set(id, since);
    return mayComplete(counts, now, receiptsQuietMs, clock.elapsed() - since);
  }

  async #expire({ id, version }: Alert): Promise<void> {
    const step = { event: 'expire', actor: GATEWAY, version } as const;
    await this.#stepper.take(id, step, () => ({ set: { finished: true } }));
  }

  /** Offers to tell those who have the alert that it is over. People decide: the danger may last longer. */
  async #offerEnd({ id, version }: Alert): Promise<void> {
    const { repository, progress } = this.#deps;
    const people = expectedIn('end', 'reached', await repository.waves(id), await progress(id));
    const detail = `${people} people have the alert`;
    const step = { event: 'offerEnd', actor: GATEWAY, detail, version } as const;
    await this.#stepper.take(id, step, () => ({ set: { endOffer: { people } } }));
  }

  async #launch(alert: Alert): Promise<void> {
    const { clock, service, log, tellNotLaunched, stored } = this.#deps;
    const { id, draft, version } = alert;
    // The gateway was down, and the validity of messages from the scheduled time is over: the text may be wrong by now.
    const isLate = (draft.scheduledAt ?? 0) + draft.validForMs <= clock.now();
    const verdict = isLate ? TOO_LATE : await service.launch(id, { hash: undefined, actor: GATEWAY });
    if (verdict.kind === 'done') return;
    const { kind } = verdict;
    const reason = reasonOf(verdict);
    log.error(
      { alert: id, kind, reason },
      'a scheduled alert could not be launched: it goes back to its author',
    );
    const messages = await tellNotLaunched(alert, reason);
    const step = { event: 'return', actor: GATEWAY, detail: reason, version } as const;
    // The approval is taken back: nobody has approved what the author makes of the alert now.
    const set = { approvedHash: null, launched: null };
    const returned = await this.#stepper.take(id, step, () => ({ set, messages }));
    if (returned.kind === 'done') stored(messages);
  }
}
