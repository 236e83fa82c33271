import type { Alert, AlertActor, AlertDraft, Correction, ProposedUpdate } from '../../domain/alerts/alert.ts';
import type { AlertState } from '../../domain/alerts/alert-state.ts';
import type { PeopleTotals } from '../../domain/alerts/people-totals.ts';
import { isKeptFromSending } from '../../domain/alerts/wave-state.ts';
import type { AudienceMeaning } from '../../domain/people/audience.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import { FollowUps, waitingOf } from '../corrections/follow-ups.ts';
import { shortenAlert } from '../corrections/shortening.ts';
import { type Cancel, TakingBack } from '../corrections/taking-back.ts';
import { type AskedCorrection, previewCorrection } from '../preview/correction-preview.ts';
import { seeAlert } from '../preview/draft-review.ts';
import { type Preview, previewAlert } from '../preview/preview.ts';
import { turnOf } from '../waves/turn.ts';
import { type AlertOverview, overviewOf } from './alert-overview.ts';
import type { AlertServiceDeps } from './alert-service-deps.ts';
import { approveAlert, approveBeforehand } from './approving.ts';
import { decideLaunch, decideSchedule, type Launch, repeatedLaunch } from './launching.ts';
import { newAlert } from './new-alert.ts';
import { needsSecondPerson, whyNoGlass } from './policy.ts';
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

  /** @param authors ids of other people who wrote a part of the alert, such as its scenario: they may not approve it */
  async create(draft: AlertDraft, actor: AlertActor, authors: readonly string[] = []): Promise<Alert> {
    const { repository, clock, announce } = this.#deps;
    const now = clock.now();
    const id = await repository.createAlert(draft, actor, now, authors);
    // The alert is built from the draft and not read back: somebody could have changed the stored alert already.
    const alert = newAlert(id, draft, authors, { ...actor, at: now });
    announce({ alert, actor, action: 'create', detail: undefined });
    return alert;
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

  submit(id: number, actor: AlertActor, version?: number): Promise<StepVerdict> {
    return this.#stepper.take(id, { event: 'submit', actor, version }, () => ({
      set: { submitted: true, approvedHash: null },
    }));
  }

  /** Approves the submitted alert, or what waits of it. @param hash of what was seen; undefined: not compared */
  async approve(id: number, actor: AlertActor, hash?: string, version?: number): Promise<StepVerdict> {
    const what = await this.#waiting(id);
    return what === undefined
      ? approveAlert(this.#deps, this.#stepper, id, { actor, hash, version })
      : this.#followUps.approveUpdate(id, actor, { what, hash, version });
  }

  /** See `approveBeforehand`. @param version that the alert had when it was made from the scenario */
  approveBeforehand(
    id: number,
    actor: AlertActor,
    version: number,
    whyNot: (meant: AudienceMeaning) => string | undefined,
  ): Promise<StepVerdict> {
    return approveBeforehand(this.#deps, this.#stepper, id, { actor, version, whyNot });
  }

  returnToAuthor(id: number, actor: AlertActor, reason: string, version?: number): Promise<StepVerdict> {
    const step = { event: 'return', actor, detail: reason, version } as const;
    return this.#stepper.take(id, step, () => ({ set: { approvedHash: null, launched: null } }));
  }

  /** Rejects the alert for good, or its waiting update. The hash says which update: another may have replaced it. */
  async reject(
    id: number,
    actor: AlertActor,
    reason: string,
    { hash, version }: { readonly hash?: string | undefined; readonly version?: number | undefined } = {},
  ): Promise<StepVerdict> {
    const what = await this.#waiting(id);
    if (hash !== undefined || what !== undefined) {
      return this.#followUps.rejectUpdate(id, actor, reason, { what: what ?? 'update', hash, version });
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
  async launch(id: number, launch: Launch): Promise<StepVerdict> {
    const { repository, clock, moved } = this.#deps;
    const alert = await repository.getAlert(id);
    if (alert === undefined) return { kind: 'unknown' };
    const repeated = repeatedLaunch(alert, launch);
    if (repeated === 'conflict') return { kind: 'conflict' };
    if (repeated === 'repeated') return { kind: 'done', alert, repeated: true };
    const { actor, breakGlass, version } = launch;
    const forbidden = breakGlass === undefined ? undefined : whyNoGlass(this.#deps.policy, actor);
    if (forbidden !== undefined) return { kind: 'glassForbidden', detail: forbidden };
    const action = breakGlass === undefined ? {} : ({ action: 'breakGlass', detail: breakGlass } as const);
    const later = alert.state !== 'scheduled' && (alert.draft.scheduledAt ?? 0) > clock.now();
    const decide = later ? decideSchedule : decideLaunch;
    const step = { event: later ? 'schedule' : 'launch', actor, version, ...action } as const;
    const verdict = await this.#stepper.take(id, step, (now, at) => decide(this.#deps, now, launch, at));
    if (verdict.kind === 'done') moved();
    if (verdict.kind !== 'wrongState') return verdict;
    // Two requests with one key may come at once: the slower one is answered as a repetition.
    const now = await repository.getAlert(id);
    if (now === undefined || repeatedLaunch(now, launch) !== 'repeated') return verdict;
    return { kind: 'done', alert: now, repeated: true };
  }

  async pause(id: number, actor: AlertActor, version?: number): Promise<StepVerdict> {
    const verdict = await this.#stepper.take(id, { event: 'pause', actor, version });
    if (verdict.kind !== 'done') return verdict;
    const { repository, traffic } = this.#deps;
    for (const wave of await repository.waves(id)) traffic.hold(turnOf(wave));
    return verdict;
  }

  async resume(id: number, actor: AlertActor, version?: number): Promise<StepVerdict> {
    const { repository, traffic, moved } = this.#deps;
    const verdict = await this.#stepper.take(id, { event: 'resume', actor, version });
    if (verdict.kind !== 'done') return verdict;
    const waves = await repository.waves(id);
    for (const wave of waves)
      if (!isKeptFromSending(wave, waves, verdict.alert.state)) traffic.release(turnOf(wave));
    moved();
    return verdict;
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
  cancel(id: number, correction: Correction | undefined, by: Cancel): Promise<StepVerdict> {
    return this.#takingBack.cancel(id, correction, by);
  }

  /** Tells exactly the people who have the alert, or may have it, that it is over; once. */
  end(id: number, actor: AlertActor, version?: number): Promise<StepVerdict> {
    return this.#takingBack.end(id, actor, version);
  }

  /** Sends the current text once more, to people who have it and gave no answer or to people whom nothing reached. */
  resend(
    id: number,
    to: 'silent' | 'undelivered',
    actor: Pick<AlertActor, 'id' | 'name'>,
    version?: number,
  ): Promise<StepVerdict> {
    return this.#followUps.resend(id, to, actor, version);
  }

  /** Gives the messages that no route has the short text. */
  shorten(id: number, actor: AlertActor, version?: number): Promise<StepVerdict> {
    return shortenAlert(this.#deps, id, actor, version);
  }

  /** Logs something that people must know of the alert and that does not change its state. */
  async note(
    id: number,
    actor: Pick<AlertActor, 'id' | 'name'>,
    action: 'held' | 'abridged',
    detail: string,
  ): Promise<void> {
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
