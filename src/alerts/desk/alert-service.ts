import type {
  Alert,
  AlertActor,
  AlertDraft,
  Correction,
  ProposedUpdate,
  StepActor,
} from '../../domain/alerts/alert.ts';
import type { AlertState } from '../../domain/alerts/alert-state.ts';
import type { PageAnswer } from '../../domain/alerts/approval.ts';
import type { PeopleTotals } from '../../domain/alerts/people-totals.ts';
import type { AudienceMeaning } from '../../domain/people/audience.ts';
import type { TriggerEventKey } from '../../domain/triggers/trigger-event-key.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import { FollowUps, type SeenUpdate, waitingOf } from '../corrections/follow-ups.ts';
import { shortenAlert } from '../corrections/shortening.ts';
import { type Cancel, TakingBack } from '../corrections/taking-back.ts';
import { type AskedCorrection, previewCorrection } from '../preview/correction-preview.ts';
import { seeAlert } from '../preview/draft-review.ts';
import { type Preview, previewAlert } from '../preview/preview.ts';
import { type AlertOverview, overviewOf } from './alert-overview.ts';
import type { AlertServiceDeps } from './alert-service-deps.ts';
import { approveAlert, approveBeforehand, submitAlert } from './approving.ts';
import { createAlert } from './create-alert.ts';
import { launchAlert } from './launch-alert.ts';
import type { Launch } from './launching.ts';
import { pauseAlert, resumeAlert } from './pausing.ts';
import { needsSecondPerson } from './policy.ts';
import { Stepper } from './stepper.ts';
import type { StepVerdict } from './verdict.ts';

/** The steps that people and programs take with alerts. A step that is `done` is on disk, with its line in the log. */
export class AlertService {
  readonly #deps: AlertServiceDeps;
  readonly #stepper: Stepper;
  readonly #followUps: FollowUps;
  readonly #takingBack: TakingBack;

  constructor(deps: AlertServiceDeps) {
    this.#deps = deps;
    this.#stepper = new Stepper(deps);
    this.#takingBack = new TakingBack(deps, this.#stepper);
    this.#followUps = new FollowUps(deps, this.#stepper, this.#takingBack);
  }

  /** See `createAlert`. */
  create(
    draft: AlertDraft,
    actor: AlertActor,
    authors?: readonly string[],
    event?: TriggerEventKey,
  ): Promise<Alert> {
    return createAlert(this.#deps, draft, actor, authors, event);
  }

  get(id: number): Promise<Alert | undefined> {
    return this.#deps.repository.getAlert(id);
  }

  /** The alert that was launched with this idempotency key, at `sinceMs` (ms since the epoch) or later. */
  launchedWith(key: string, sinceMs: number): Promise<Alert | undefined> {
    return this.#deps.repository.alertLaunchedWith(key, sinceMs);
  }

  list(state: AlertState | undefined, page: Page): Promise<Paged<Alert>> {
    return this.#deps.repository.listAlerts(state, page);
  }

  /** The alert with its waves, log and counts; undefined: there is no such alert. */
  overview(id: number): Promise<AlertOverview | undefined> {
    return overviewOf(this.#deps, id);
  }

  /** How far the alert has come, in people. */
  async totals(id: number): Promise<PeopleTotals> {
    return this.#deps.totals(id, await this.#deps.progress(id));
  }

  async preview(id: number): Promise<Preview | undefined> {
    const alert = await this.#deps.repository.getAlert(id);
    return alert === undefined ? undefined : this.previewDraft(alert.draft);
  }

  async previewDraft(draft: AlertDraft): Promise<Preview> {
    const review = await seeAlert(this.#deps, draft, this.#deps.clock.now());
    return previewAlert(this.#deps, draft, review);
  }

  /** Whether the policy asks for a second person for such an alert, however many people get it. */
  asksSecondPerson(draft: AlertDraft): boolean {
    return needsSecondPerson(this.#deps.policy, draft);
  }

  /** Shows what an update, a cancel or an end would send, and changes nothing. */
  previewCorrection(id: number, asked: AskedCorrection): ReturnType<typeof previewCorrection> {
    return previewCorrection({ ...this.#deps, takingBack: this.#takingBack }, id, asked);
  }

  /** Replaces the draft, and revokes the approval if there is one. */
  edit(id: number, draft: AlertDraft, actor: AlertActor, version?: number): Promise<StepVerdict> {
    return this.#stepper.take(id, { event: 'edit', actor, version }, () => ({
      set: { draft, approvedHash: null },
    }));
  }

  /** @param launchOnApproval whether the approval launches the alert; otherwise somebody launches it after that */
  submit(id: number, actor: AlertActor, version?: number, launchOnApproval = false): Promise<StepVerdict> {
    return submitAlert(this.#deps, this.#stepper, id, { actor, version, launchOnApproval });
  }

  /**
   * Approves the submitted alert, or what waits of it.
   * @param hash of what was seen; undefined: not compared
   * @param answers the page that is answered by it
   */
  async approve(
    id: number,
    actor: StepActor,
    hash?: string,
    version?: number,
    answers?: PageAnswer,
  ): Promise<StepVerdict> {
    const what = await this.#waiting(id);
    return what === undefined
      ? approveAlert(this.#deps, this.#stepper, id, { actor, hash, version, answers })
      : this.#followUps.approveUpdate(id, actor, { what, hash, version, answers });
  }

  /**
   * See `approveBeforehand`.
   * @param version that the alert had when it was made from the scenario
   * @param givenAt when the scenario was approved, ms since the epoch
   */
  approveBeforehand(
    id: number,
    actor: AlertActor,
    version: number,
    whyNot: (meant: AudienceMeaning) => string | undefined,
    givenAt: number,
  ): Promise<StepVerdict> {
    return approveBeforehand(this.#deps, this.#stepper, id, { actor, version, whyNot, givenAt });
  }

  returnToAuthor(
    id: number,
    actor: StepActor,
    reason: string,
    version?: number,
    answers?: PageAnswer,
  ): Promise<StepVerdict> {
    const step = { event: 'return', actor, detail: reason, version, answers } as const;
    return this.#stepper.take(id, step, () => ({ set: { approvedHash: null, launched: null } }));
  }

  /** Rejects the alert for good, or its waiting update. The hash says which update: another may have replaced it. */
  async reject(
    id: number,
    actor: StepActor,
    reason: string,
    seen: Partial<Omit<SeenUpdate, 'what'>> = {},
  ): Promise<StepVerdict> {
    const { hash, version, answers } = seen;
    const what = await this.#waiting(id);
    if (hash !== undefined || what !== undefined) {
      return this.#followUps.rejectUpdate(id, actor, reason, {
        what: what ?? 'update',
        hash,
        version,
        answers,
      });
    }
    const step = { event: 'reject', actor, detail: reason, version } as const;
    return this.#stepper.take(id, step, () => ({ set: { approvedHash: null, finished: true } }));
  }

  /** Gives the alert up before it goes out. An approved alert is not discarded: an approver rejects it. */
  discard(id: number, actor: AlertActor, reason?: string, version?: number): Promise<StepVerdict> {
    const step = { event: 'discard', actor, detail: reason, version } as const;
    return this.#stepper.take(id, step, () => ({ set: { finished: true } }));
  }

  /** Launches the alert, or schedules it if its time is still to come. The verdict `done` comes after the commit. */
  launch(id: number, launch: Launch): Promise<StepVerdict> {
    return launchAlert(this.#deps, this.#stepper, id, launch);
  }

  pause(id: number, actor: AlertActor, version?: number): Promise<StepVerdict> {
    return pauseAlert(this.#deps, this.#stepper, id, { actor, version });
  }

  resume(id: number, actor: AlertActor, version?: number): Promise<StepVerdict> {
    return resumeAlert(this.#deps, this.#stepper, id, { actor, version });
  }

  /** Stops the alert: no further message leaves. A message that a route has cannot be recalled. */
  stop(id: number, actor: AlertActor, reason?: string, version?: number): Promise<StepVerdict> {
    return this.#followUps.stop(id, actor, reason, version);
  }

  /** Sends a new text to exactly the people who have the alert, or may have it: see `FollowUps`. */
  update(
    id: number,
    correction: Correction & Pick<ProposedUpdate, 'authors'>,
    actor: AlertActor,
    breakGlass?: string,
    version?: number,
  ): Promise<StepVerdict> {
    return this.#followUps.update(id, correction, { actor, breakGlass, version });
  }

  /** Takes the alert back from exactly the people who have it, or may have it: see `TakingBack`. */
  cancel(
    id: number,
    correction: (Correction & Pick<ProposedUpdate, 'authors'>) | undefined,
    by: Cancel,
  ): Promise<StepVerdict> {
    return this.#takingBack.cancel(id, correction, by);
  }

  /** Tells exactly the people who have the alert, or may have it, that it is over; once. */
  end(id: number, actor: AlertActor, version?: number): Promise<StepVerdict> {
    return this.#takingBack.end(id, actor, version);
  }

  /** Sends the current text once more, to people who have it and gave no answer or to people whom nothing reached. */
  resend(id: number, to: 'silent' | 'undelivered', actor: StepActor, version?: number): Promise<StepVerdict> {
    return this.#followUps.resend(id, to, actor, version);
  }

  /** Gives the messages that no route has the short text. */
  shorten(id: number, actor: AlertActor, version?: number): Promise<StepVerdict> {
    return shortenAlert(this.#deps, id, actor, version);
  }

  /** Logs something that people must know of the alert and that does not change its state. */
  async note(id: number, actor: StepActor, action: 'held' | 'abridged', detail: string): Promise<void> {
    const { repository, clock, announce } = this.#deps;
    await repository.logAlert(id, { at: clock.now(), actor, action, detail });
    const alert = await repository.getAlert(id);
    if (alert !== undefined) announce({ alert, actor, action, detail });
  }

  /** What of the alert waits for a second person. */
  async #waiting(id: number): Promise<'update' | 'cancel' | undefined> {
    const alert = await this.#deps.repository.getAlert(id);
    return alert?.proposedUpdate && waitingOf(alert.proposedUpdate);
  }
}
