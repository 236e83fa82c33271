import type { AlertActor } from '../../domain/alerts/alert.ts';
import type { Advance, AlertMaker } from '../../domain/triggers/alert-maker.ts';
import type { CapCorrection, CapMade, CapOutcome } from '../../domain/triggers/cap-outcome.ts';
import type { CapRecord, CapRepository } from '../../domain/triggers/cap-repository.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { CapAlert } from './cap-alert.ts';
import { type CapDrafting, draftsOf, kindOf } from './cap-drafts.ts';
import { type CapPlan, type CapTarget, isWaveOf, planAlert, planCancel, planUpdate } from './cap-plan.ts';
import { inWords } from './cut-words.ts';
import { whyMaybeKnown } from './since-restore.ts';

export interface CapSurroundings {
  readonly alerts: AlertMaker;
  readonly repository: CapRepository;
  readonly clock: Clock;
  /** What drafting needs, with the present names of areas. */
  drafting(): Promise<Omit<CapDrafting, 'nowMs'>>;
  /** The storm brake: undefined if the alert may be launched without an operator, otherwise the reason against it. */
  brake(what: string): string | undefined;
  /** When a backup was restored last, ms since the epoch; undefined: never. */
  restoredAt(): Promise<number | undefined>;
  /** Notifies operators that an alert waits for them. Never rejects. */
  refused(by: AlertActor, alert: number, reason: string): Promise<void>;
}

interface Followed {
  readonly actor: AlertActor;
  /** Whether an operator applied the message. */
  readonly isByHand: boolean;
  /** Ids of the persons who submitted the message. */
  readonly authors: readonly string[];
  /** Why the message is not carried out without an operator; undefined: it is. */
  readonly held: string | undefined;
}

/** Carries out CAP messages. Each step is on disk before the next one, and no step is done twice. */
export class CapIntakeService {
  readonly #launch: Advance;
  readonly #around: CapSurroundings;

  /**
   * @param launch how far an alert goes if nothing holds it back; updates and cancels are sent without an operator
   * only with `launch`
   */
  constructor(launch: Advance, around: CapSurroundings) {
    this.#launch = launch;
    this.#around = around;
  }

  /**
   * Carries out a message, or continues it after a restart.
   *
   * @param by the operator who applies it; undefined for the gateway itself
   */
  async carryOut(
    alert: CapAlert,
    asks: 'alert' | 'update' | 'cancel',
    record: CapRecord,
    by?: AlertActor,
  ): Promise<CapRecord> {
    const actor = by ?? actorOf(alert);
    const plan = await this.#plan(alert, asks, record);
    const begun =
      record.stage === 'open' && record.alerts.length === 0
        ? await this.#begin(record, plan, alert, actor)
        : record;
    let outcome = JSON.parse(begun.outcome) as CapOutcome;
    const authors = outcome.by === undefined ? [] : [outcome.by];
    const held = whyMaybeKnown(alert.sent, await this.#around.restoredAt());
    const made: CapMade[] = [];
    for (const one of outcome.made) made.push(await this.#advance(one, actor, held));
    const corrections: CapCorrection[] = [];
    for (const one of outcome.corrections)
      corrections.push(await this.#follow(one, plan, { actor, isByHand: by !== undefined, authors, held }));
    // An operator who applies a message sees in the answer what is left, so only a new message is reported. The
    // report comes before the record is stored: after a crash it may come twice, but it is never missing.
    if (record.stage === 'open') await this.#tell(alert.identifier, made, corrections, actor);
    const waiting = corrections.some(({ done }) => !done);
    const nothing = made.length === 0 && corrections.length === 0;
    outcome = {
      ...outcome,
      made,
      corrections,
      result: waiting ? 'waiting' : nothing ? 'ignored' : 'taken',
    };
    const done = { ...begun, stage: waiting ? 'waiting' : 'done', outcome: JSON.stringify(outcome) } as const;
    return { ...done, id: await this.#around.repository.keepCap(done) };
  }

  async #plan(alert: CapAlert, asks: 'alert' | 'update' | 'cancel', record: CapRecord): Promise<CapPlan> {
    const { repository, clock } = this.#around;
    const drafts = draftsOf(alert, { ...(await this.#around.drafting()), nowMs: clock.now() });
    if (asks === 'alert') {
      return planAlert(
        drafts,
        await repository.capSupersededBy(alert.sender, alert.identifier, kindOf(alert)),
      );
    }
    const targets = await this.#targets(alert, record);
    return asks === 'update' ? planUpdate(alert, drafts, targets) : planCancel(alert, drafts, targets);
  }

  /** The alerts that the message refers to. A sender may only refer to its own messages. */
  async #targets(alert: CapAlert, record: CapRecord): Promise<readonly CapTarget[]> {
    const { repository, alerts } = this.#around;
    const ids = new Set<number>();
    for (const { sender, identifier } of alert.references) {
      if (sender !== alert.sender) continue;
      for (const id of (await repository.capMessage(sender, identifier))?.alerts ?? []) ids.add(id);
    }
    const made = new Set(
      (JSON.parse(record.outcome) as Partial<CapOutcome>).made?.map(({ alert: id }) => id),
    );
    const targets: CapTarget[] = [];
    for (const id of ids) {
      const overview = made.has(id) ? undefined : await alerts.overview(id);
      if (overview !== undefined) targets.push({ alert: id, overview });
    }
    return targets;
  }

  /**
   * Makes the drafts. If the gateway ends before they are recorded, they are made again; that does no harm, since a
   * draft is sent to nobody.
   */
  async #begin(record: CapRecord, plan: CapPlan, alert: CapAlert, actor: AlertActor): Promise<CapRecord> {
    const { repository, alerts } = this.#around;
    for (const { sender, identifier } of alert.references) {
      if (sender === alert.sender)
        await repository.supersedeCap(sender, identifier, kindOf(alert), alert.identifier);
    }
    const { by } = JSON.parse(record.outcome) as Partial<CapOutcome>;
    const authors = by === undefined ? [] : [by];
    const made: CapMade[] = [];
    for (const { draft, holds, cuts } of plan.make) {
      const id = await alerts.create(draft, actor, authors);
      const abridged = inWords(cuts);
      if (abridged !== '') await alerts.note(id, actor, 'abridged', abridged);
      made.push({ alert: id, state: 'draft', holds, cuts });
    }
    const corrections = plan.followUps.map(
      ({ alert: id, what, overview }): CapCorrection => ({
        alert: id,
        what,
        waves: overview.waves.length,
        done: false,
        reason: undefined,
      }),
    );
    const outcome: CapOutcome = {
      by,
      sender: alert.sender,
      identifier: alert.identifier,
      sent: alert.sent,
      status: alert.status,
      msgType: alert.msgType,
      result: 'waiting',
      reason: plan.reason,
      ignored: alert.ignored,
      made,
      corrections,
    };
    const begun: CapRecord = {
      ...record,
      alerts: [...made, ...corrections].map((one) => one.alert),
      outcome: JSON.stringify(outcome),
    };
    return { ...begun, id: await repository.keepCap(begun) };
  }

  async #advance(made: CapMade, actor: AlertActor, held: string | undefined): Promise<CapMade> {
    const { alerts } = this.#around;
    const overview = await alerts.overview(made.alert);
    if (overview === undefined || overview.state !== 'draft' || made.holds.length > 0) {
      return { ...made, state: overview?.state ?? made.state };
    }
    const stopped =
      this.#launch === 'launch'
        ? (held ?? this.#around.brake(JSON.stringify([overview.draft.content, overview.draft.audience])))
        : undefined;
    if (stopped !== undefined) return { ...made, state: overview.state, holds: [stopped] };
    const advanced = await alerts.advance(made.alert, this.#launch, actor);
    const holds = advanced.kind === 'refused' ? [advanced.reason] : [];
    return { ...made, state: advanced.state, holds };
  }

  /** Records in the alerts' logs what waits for an operator, and notifies operators. */
  async #tell(
    identifier: string,
    made: readonly CapMade[],
    corrections: readonly CapCorrection[],
    actor: AlertActor,
  ): Promise<void> {
    const { alerts, refused } = this.#around;
    for (const { alert, holds } of made) {
      if (holds.length === 0) continue;
      const reason = holds.join('; ');
      await alerts.note(alert, actor, 'held', reason);
      // With `launch: draft` every alert waits as a draft, so that is no news.
      if (this.#launch !== 'draft') await refused(actor, alert, reason);
    }
    for (const { alert, what, done, reason } of corrections) {
      if (done) continue;
      const waits = `a ${what} by the CAP message ${identifier} waits: ${reason}`;
      await alerts.note(alert, actor, 'held', waits);
      await refused(actor, alert, waits);
    }
  }

  async #follow(correction: CapCorrection, plan: CapPlan, by: Followed): Promise<CapCorrection> {
    if (correction.done) return correction;
    const { actor, isByHand } = by;
    const { alerts } = this.#around;
    const overview = await alerts.overview(correction.alert);
    const done: CapCorrection = { ...correction, done: true, reason: undefined };
    if (overview === undefined || overview.phase === 'over') return done;
    const followUp = plan.followUps.find((one) => one.alert === correction.alert);
    const since = overview.waves.slice(correction.waves);
    if (since.some((wave) => isWaveOf(wave, followUp?.content))) return done;
    if (followUp === undefined) return { ...done, reason: plan.reason ?? 'there is nothing left to say' };
    const { content, validForMs, expiresAt, isStandard = false } = followUp;
    if (content === undefined) {
      const withdrawn = await alerts.withdraw(correction.alert, actor, 'a later CAP message replaces it');
      return withdrawn.kind === 'done' ? done : { ...correction, reason: withdrawn.reason };
    }
    const what = followUp.what === 'cancel' ? 'cancel' : 'update';
    if (!isByHand && this.#launch !== 'launch')
      return { ...correction, reason: 'an operator has to apply it' };
    const stopped = isByHand
      ? undefined
      : (by.held ?? this.#around.brake(JSON.stringify([correction.alert, content])));
    if (stopped !== undefined) return { ...correction, reason: stopped };
    // A person who applies a cancel without a text of its own says what was approved with the alert.
    const says = isByHand && isStandard ? undefined : { content, validForMs, expiresAt };
    const corrected = await alerts.correct(correction.alert, what, says, by);
    return corrected.kind === 'done' ? { ...done, what } : { ...correction, reason: corrected.reason };
  }
}

/** The actor that the alert's log names as its maker. */
const actorOf = (alert: CapAlert): AlertActor => ({
  id: 'cap',
  name: `CAP from ${alert.sender}`,
  role: 'operator',
});
