import type { AlertsConfig } from '../../config/alerts.ts';
import type { Alert, AlertActor, AlertDraft, Correction, ProposedUpdate } from '../../domain/alerts/alert.ts';
import type { AlertAction } from '../../domain/alerts/alert-log.ts';
import type { AlertCount, AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertState } from '../../domain/alerts/alert-state.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import { isKeptFromSending } from '../../domain/alerts/wave-state.ts';
import type { AudienceMeaning, AudienceRepository } from '../../domain/people/audience.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import { turnOf } from '../waves/turn.ts';
import { type AlertOverview, overviewOf } from './alert-overview.ts';
import { type AskedCorrection, type CorrectionPreviewDeps, previewCorrection } from './correction-preview.ts';
import { type DraftReview, seeAlert } from './draft-review.ts';
import { FollowUps } from './follow-ups.ts';
import { decideLaunch, decideSchedule, type Launch, repeatedLaunch } from './launching.ts';
import { newAlert } from './new-alert.ts';
import { type Preview, previewAlert } from './preview.ts';
import { type Step, Stepper, type StepperDeps } from './stepper.ts';
import type { StepVerdict } from './verdict.ts';

export interface AlertServiceDeps
  extends Pick<StepperDeps, 'announce'>,
    Pick<CorrectionPreviewDeps, 'people'> {
  readonly repository: AlertRepository;
  readonly audiences: AudienceRepository;
  readonly traffic: AlertTraffic;
  readonly policy: AlertsConfig;
  readonly clock: Clock;
  readonly progress: (alert: number) => Promise<readonly AlertCount[]>;
  /** There is something to store, or to withdraw. */
  readonly moved: () => void;
}

/** Who did one of these wrote some of it, and is no second person for it. */
const AUTHORSHIP: readonly AlertAction[] = ['create', 'edit', 'submit'];

/** Everything that is done to alerts by somebody. What it answers as done is on disk, with its line in the log. */
export class AlertService {
  readonly #deps: AlertServiceDeps;
  readonly #stepper: Stepper;
  readonly #followUps: FollowUps;

  constructor(deps: AlertServiceDeps) {
    this.#deps = deps;
    this.#stepper = new Stepper(deps);
    this.#followUps = new FollowUps(deps, this.#stepper);
  }

  /** @param authors who wrote what it is made of: none of them may approve it */
  async create(draft: AlertDraft, actor: AlertActor, authors: readonly string[] = []): Promise<Alert> {
    const { repository, clock, announce } = this.#deps;
    const now = clock.now();
    const id = await repository.createAlert(draft, actor, now, authors);
    // As it was stored. Read anew, it might be another's already.
    const alert = newAlert(id, draft, authors, { ...actor, at: now });
    announce({ alert, actor, action: 'create', detail: undefined });
    return alert;
  }

  get(id: number): Promise<Alert | undefined> {
    return this.#deps.repository.getAlert(id);
  }

  /** The one that was launched with this key, then or later. */
  launchedWith(key: string, sinceMs: number): Promise<Alert | undefined> {
    return this.#deps.repository.alertLaunchedWith(key, sinceMs);
  }

  list(state: AlertState | undefined, page: Page): Promise<Paged<Alert>> {
    return this.#deps.repository.listAlerts(state, page);
  }

  /** All that is known of it. */
  overview(id: number): Promise<AlertOverview | undefined> {
    return overviewOf(this.#deps, id);
  }

  async preview(id: number): Promise<Preview | undefined> {
    const alert = await this.#deps.repository.getAlert(id);
    return alert === undefined ? undefined : this.previewDraft(alert.draft);
  }

  async previewDraft(draft: AlertDraft): Promise<Preview> {
    const review = await seeAlert(this.#deps, draft, this.#deps.clock.now());
    return previewAlert(this.#deps, draft, review);
  }

  /** What an update or a cancel would be; nothing is done. */
  previewCorrection(id: number, asked: AskedCorrection): ReturnType<typeof previewCorrection> {
    return previewCorrection(this.#deps, id, asked);
  }

  /** Another draft in its place. */
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

  /** What was handed in, or the update that waits. @param hash of what was seen; undefined: whatever it is */
  async approve(id: number, actor: AlertActor, hash?: string, version?: number): Promise<StepVerdict> {
    if (await this.#hasProposal(id)) return this.#followUps.approveUpdate(id, actor, hash, version);
    return this.#approve(id, { event: 'approve', actor, detail: hash, version }, (review) =>
      hash === undefined || hash === review.hash
        ? undefined
        : { kind: 'changed', detail: 'what would go out is not what was seen', review },
    );
  }

  /**
   * In the name of who approved the scenario that it was made of.
   * @param version of the alert as it was made of it: what somebody has written since, nobody has approved
   * @param whyNot looks at what the audience means in the same moment as the approval does
   */
  approveBeforehand(
    id: number,
    actor: AlertActor,
    version: number,
    whyNot: (meant: AudienceMeaning) => string | undefined,
  ): Promise<StepVerdict> {
    return this.#approve(id, { event: 'approve', actor, version }, ({ count }) => {
      const detail = whyNot(count);
      return detail === undefined ? undefined : { kind: 'needsApproval', detail };
    });
  }

  returnToAuthor(id: number, actor: AlertActor, reason: string, version?: number): Promise<StepVerdict> {
    const step = { event: 'return', actor, detail: reason, version } as const;
    return this.#stepper.take(id, step, () => ({ set: { approvedHash: null, launched: null } }));
  }

  /** For good; or, with its hash, the update that waits: another may have taken its place. */
  async reject(
    id: number,
    actor: AlertActor,
    reason: string,
    { hash, version }: { readonly hash?: string | undefined; readonly version?: number | undefined } = {},
  ): Promise<StepVerdict> {
    if (hash !== undefined || (await this.#hasProposal(id))) {
      return this.#followUps.rejectUpdate(id, actor, reason, { hash, version });
    }
    const step = { event: 'reject', actor, detail: reason, version } as const;
    return this.#stepper.take(id, step, () => ({ set: { approvedHash: null, finished: true } }));
  }

  /** Given up before it goes out. What a second person has approved, a second person rejects. */
  discard(id: number, actor: AlertActor, reason?: string, version?: number): Promise<StepVerdict> {
    const step = { event: 'discard', actor, detail: reason, version } as const;
    return this.#stepper.take(id, step, () => ({ set: { finished: true } }));
  }

  /** Lets it go, or go at its time. `done` is answered after the commit. */
  async launch(id: number, launch: Launch): Promise<StepVerdict> {
    const { repository, clock, moved } = this.#deps;
    const alert = await repository.getAlert(id);
    if (alert === undefined) return { kind: 'unknown' };
    const repeated = repeatedLaunch(alert, launch);
    if (repeated === 'conflict') return { kind: 'conflict' };
    if (repeated === 'repeated') return { kind: 'done', alert, repeated: true };
    const { actor, breakGlass, version } = launch;
    const action = breakGlass === undefined ? {} : ({ action: 'breakGlass', detail: breakGlass } as const);
    const later = alert.state !== 'scheduled' && (alert.draft.scheduledAt ?? 0) > clock.now();
    const decide = later ? decideSchedule : decideLaunch;
    const step = { event: later ? 'schedule' : 'launch', actor, version, ...action } as const;
    const verdict = await this.#stepper.take(id, step, (now, at) => decide(this.#deps, now, launch, at));
    if (verdict.kind === 'done') moved();
    if (verdict.kind !== 'wrongState') return verdict;
    // The same request may have come twice at once.
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

  /** Nothing more of it leaves. Stop is not recall: what a route has is on its way. */
  stop(id: number, actor: AlertActor, reason?: string, version?: number): Promise<StepVerdict> {
    return this.#followUps.stop(id, actor, reason, version);
  }

  /** To exactly those who have it, or may. It may wait for a second person: see `FollowUps`. */
  update(
    id: number,
    correction: Correction & Pick<ProposedUpdate, 'authors'>,
    actor: AlertActor,
    breakGlass?: string,
    version?: number,
  ): Promise<StepVerdict> {
    return this.#followUps.update(id, correction, { actor, breakGlass, version });
  }

  /** To exactly those who have it, or may; the rest gets nothing any more. */
  cancel(id: number, correction: Correction, actor: AlertActor, version?: number): Promise<StepVerdict> {
    return this.#followUps.cancel(id, correction, actor, version);
  }

  /** What it says now once more: to who has it and gave no answer, or to whom nothing reached. */
  resend(
    id: number,
    to: 'silent' | 'undelivered',
    actor: Pick<AlertActor, 'id' | 'name'>,
    version?: number,
  ): Promise<StepVerdict> {
    return this.#followUps.resend(id, to, actor, version);
  }

  /** What somebody has to know of it, and that is no step of its life. */
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

  #approve(
    id: number,
    step: Step,
    whyNot: (review: DraftReview) => StepVerdict | undefined,
  ): Promise<StepVerdict> {
    return this.#stepper.take(id, step, async (alert, now) => {
      const log = await this.#deps.repository.alertLog(id);
      const { id: by } = step.actor;
      if (
        alert.authors.includes(by) ||
        log.some(({ actor, action }) => actor === by && AUTHORSHIP.includes(action))
      ) {
        return { refused: { kind: 'ownApproval' } };
      }
      const review = await seeAlert(this.#deps, alert.draft, now);
      const refused = whyNot(review);
      return refused === undefined ? { set: { approvedHash: review.hash } } : { refused };
    });
  }

  async #hasProposal(id: number): Promise<boolean> {
    return (await this.#deps.repository.getAlert(id))?.proposedUpdate !== undefined;
  }
}
