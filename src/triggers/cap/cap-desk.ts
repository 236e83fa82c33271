import type { Actor } from '../../domain/alerts/alert.ts';
import type { Advance, AlertMaker } from '../../domain/triggers/alert-maker.ts';
import type { CapBook, CapRecord } from '../../domain/triggers/cap-book.ts';
import type { CapCorrection, CapMade, CapOutcome } from '../../domain/triggers/cap-outcome.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { CapAlert } from './cap-alert.ts';
import { type CapDrafting, draftsOf, kindOf } from './cap-drafts.ts';
import { type CapPlan, type CapTarget, planAlert, planCancel, planUpdate } from './cap-plan.ts';

export interface CapSurroundings {
  readonly alerts: AlertMaker;
  readonly book: CapBook;
  readonly clock: Clock;
  /** As the names of areas are now. */
  drafting(): Promise<Omit<CapDrafting, 'nowMs'>>;
  /** Undefined: it may go out by itself. Else why not, such as that there were too many. */
  brake(what: string): string | undefined;
  /** Tells who can act that something waits for them. Never rejects. */
  refused(by: Actor, alert: number, reason: string): Promise<void>;
}

interface Followed {
  readonly actor: Actor;
  /** An operator asks for it. */
  readonly applied: boolean;
  /** The ids of who handed the message in. */
  readonly authors: readonly string[];
}

/** Carries out what a CAP message asks for; each step is on disk before the next, and none is done twice. */
export class CapDesk {
  readonly #launch: Advance;
  readonly #around: CapSurroundings;

  /** @param launch how far an alert goes that nothing holds; corrections go out by themselves only with `launch` */
  constructor(launch: Advance, around: CapSurroundings) {
    this.#launch = launch;
    this.#around = around;
  }

  /** Begins or takes up a message. `by`: an operator, who applies it; undefined: the gateway itself. */
  async carryOut(
    alert: CapAlert,
    asks: 'alert' | 'update' | 'cancel',
    record: CapRecord,
    by?: Actor,
  ): Promise<CapRecord> {
    const actor = by ?? actorOf(alert);
    const plan = await this.#plan(alert, asks, record);
    const begun =
      record.stage === 'open' && record.alerts.length === 0
        ? await this.#begin(record, plan, alert, actor)
        : record;
    let outcome = JSON.parse(begun.outcome) as CapOutcome;
    const authors = outcome.by === undefined ? [] : [outcome.by];
    const made: CapMade[] = [];
    for (const one of outcome.made) made.push(await this.#advance(one, actor));
    const corrections: CapCorrection[] = [];
    for (const one of outcome.corrections)
      corrections.push(await this.#follow(one, plan, { actor, applied: by !== undefined, authors }));
    // Who applies it sees what is left in the answer. Before it is kept: rather twice than never.
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
    return { ...done, id: await this.#around.book.keepCap(done) };
  }

  async #plan(alert: CapAlert, asks: 'alert' | 'update' | 'cancel', record: CapRecord): Promise<CapPlan> {
    const { book, clock } = this.#around;
    const drafts = draftsOf(alert, { ...(await this.#around.drafting()), nowMs: clock.now() });
    if (asks === 'alert') {
      return planAlert(drafts, await book.capSupersededBy(alert.sender, alert.identifier, kindOf(alert)));
    }
    const targets = await this.#targets(alert, record);
    return asks === 'update' ? planUpdate(alert, drafts, targets) : planCancel(alert, drafts, targets);
  }

  /** Another's messages are not theirs to change. */
  async #targets(alert: CapAlert, record: CapRecord): Promise<readonly CapTarget[]> {
    const { book, alerts } = this.#around;
    const ids = new Set<number>();
    for (const { sender, identifier } of alert.references) {
      if (sender !== alert.sender) continue;
      for (const id of (await book.capMessage(sender, identifier))?.alerts ?? []) ids.add(id);
    }
    const made = new Set(
      (JSON.parse(record.outcome) as Partial<CapOutcome>).made?.map(({ alert: id }) => id),
    );
    const targets: CapTarget[] = [];
    for (const id of ids) {
      const standing = made.has(id) ? undefined : await alerts.standing(id);
      if (standing !== undefined) targets.push({ alert: id, standing });
    }
    return targets;
  }

  /** Drafts reach nobody: if the gateway ends between making them and keeping that, they are made again. */
  async #begin(record: CapRecord, plan: CapPlan, alert: CapAlert, actor: Actor): Promise<CapRecord> {
    const { book, alerts } = this.#around;
    for (const { sender, identifier } of alert.references) {
      if (sender === alert.sender)
        await book.supersedeCap(sender, identifier, kindOf(alert), alert.identifier);
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
      ({ alert: id, what, standing }): CapCorrection => ({
        alert: id,
        what,
        waves: standing.waves,
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
      made,
      corrections,
    };
    const begun: CapRecord = {
      ...record,
      alerts: [...made, ...corrections].map((one) => one.alert),
      outcome: JSON.stringify(outcome),
    };
    return { ...begun, id: await book.keepCap(begun) };
  }

  async #advance(made: CapMade, actor: Actor): Promise<CapMade> {
    const { alerts } = this.#around;
    const standing = await alerts.standing(made.alert);
    if (standing === undefined || standing.state !== 'draft' || made.holds.length > 0) {
      return { ...made, state: standing?.state ?? made.state };
    }
    const stopped =
      this.#launch === 'launch'
        ? this.#around.brake(JSON.stringify([standing.draft.content, standing.draft.audience]))
        : undefined;
    if (stopped !== undefined) return { ...made, state: standing.state, holds: [stopped] };
    const advanced = await alerts.advance(made.alert, this.#launch, actor);
    const holds = advanced.kind === 'refused' ? [advanced.reason] : [];
    return { ...made, state: advanced.state, holds };
  }

  /** What waits for somebody, in the logs of the alerts and to who can act. */
  async #tell(
    identifier: string,
    made: readonly CapMade[],
    corrections: readonly CapCorrection[],
    actor: Actor,
  ): Promise<void> {
    const { alerts, refused } = this.#around;
    for (const { alert, holds } of made) {
      if (holds.length === 0) continue;
      const reason = holds.join('; ');
      await alerts.note(alert, actor, 'held', reason);
      // Where all are drafts, this one is where it was to be.
      if (this.#launch !== 'draft') await refused(actor, alert, reason);
    }
    for (const { alert, what, done, reason } of corrections) {
      if (done) continue;
      const waits = `a ${what} by the CAP message ${identifier} waits: ${reason}`;
      await alerts.note(alert, actor, 'held', waits);
      await refused(actor, alert, waits);
    }
  }

  async #follow(
    correction: CapCorrection,
    plan: CapPlan,
    { actor, applied, authors }: Followed,
  ): Promise<CapCorrection> {
    if (correction.done) return correction;
    const { alerts } = this.#around;
    const standing = await alerts.standing(correction.alert);
    const done: CapCorrection = { ...correction, done: true, reason: undefined };
    if (standing === undefined || standing.phase === 'over') return done;
    if (correction.what !== 'withdraw' && standing.waves > correction.waves) return done;
    const followUp = plan.followUps.find((one) => one.alert === correction.alert);
    if (followUp === undefined) return { ...done, reason: plan.reason ?? 'there is nothing left to say' };
    const { content, validForMs, expiresAt } = followUp;
    if (content === undefined) {
      const withdrawn = await alerts.withdraw(correction.alert, actor, 'a later CAP message replaces it');
      return withdrawn.kind === 'done' ? done : { ...correction, reason: withdrawn.reason };
    }
    const what = followUp.what === 'cancel' ? 'cancel' : 'update';
    if (!applied && this.#launch !== 'launch') {
      return { ...correction, reason: 'an operator has to apply it' };
    }
    const stopped = applied ? undefined : this.#around.brake(JSON.stringify([correction.alert, content]));
    if (stopped !== undefined) return { ...correction, reason: stopped };
    const says = { content, validForMs, expiresAt };
    const told = await alerts.correct(correction.alert, what, says, actor, authors);
    return told.kind === 'done' ? { ...done, what } : { ...correction, reason: told.reason };
  }
}

/** What the log of an alert says of who made it. */
const actorOf = (alert: CapAlert): Actor => ({
  id: 'cap',
  name: `CAP from ${alert.sender}`,
  role: 'operator',
});

/** Such as `fr: instruction shortened (why); en: …`. */
const inWords = (cuts: CapMade['cuts']): string =>
  Object.entries(cuts)
    .filter(([, some]) => some.length > 0)
    .map(
      ([language, some]) =>
        `${language}: ${some.map(({ field, what, why }) => `${field} ${words[what]} (${why})`).join(', ')}`,
    )
    .join('; ');

const words = { leftOut: 'left out', shortened: 'shortened', rewritten: 'rewritten' } as const;
