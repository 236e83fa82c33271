import {
  type Alert,
  type AlertActor,
  type Correction,
  isAmong,
  type ProposedUpdate,
  type StepActor,
} from '../../domain/alerts/alert.ts';
import type { PageAnswer } from '../../domain/alerts/approval.ts';
import { whyNoGlass } from '../desk/policy.ts';
import type { Decision, Step, Stepper } from '../desk/stepper.ts';
import type { StepVerdict } from '../desk/verdict.ts';
import { digest } from '../preview/digest.ts';
import { expectedIn } from '../waves/expected.ts';
import { whyNoFollowUp, whyNoResend, whyOver } from './following.ts';
import { correct, type FollowingDeps, follow } from './following-step.ts';
import { type TakingBack, textsOf } from './taking-back.ts';

type Waiting = 'update' | 'cancel';
type Proposal = Correction & Pick<ProposedUpdate, 'authors'>;

/** Which update or cancel is meant. */
export interface SeenUpdate {
  readonly what: Waiting;
  readonly hash: string | undefined;
  readonly version?: number | undefined;
  /** The page that is answered by it. */
  readonly answers?: PageAnswer | undefined;
}

interface Update {
  readonly actor: AlertActor;
  readonly breakGlass: string | undefined;
  /** The version of the alert that the caller looked at; undefined: any version. */
  readonly version: number | undefined;
}

const NONE_WAITS: StepVerdict = { kind: 'wrongState', detail: 'no update of the alert waits for approval' };
const OTHER_WAITS: StepVerdict = {
  kind: 'changed',
  detail: 'the update that waits is not the one that was seen',
};
const CANCEL_WAITS: StepVerdict = {
  kind: 'wrongState',
  detail: 'a cancel of the alert waits for a second person: approve it or reject it first',
};

/** What waits for a second person. */
export const waitingOf = ({ what = 'update' }: Pick<ProposedUpdate, 'what'>): Waiting => what;

/** The steps after an alert's first wave, apart from those that take it back: update, resend and stop. */
export class FollowUps {
  readonly #deps: FollowingDeps;
  readonly #takingBack: TakingBack;
  readonly #stepper: Stepper;

  constructor(deps: FollowingDeps, stepper: Stepper, takingBack: TakingBack) {
    this.#deps = deps;
    this.#stepper = stepper;
    this.#takingBack = takingBack;
  }

  /**
   * Sends a new text to exactly the people who have the alert, or may have it. People who don't have it yet get only
   * the new text. Where the policy asks for a second person, the update waits as `proposedUpdate` of the
   * alert, unless `breakGlass` gives the reason why it doesn't.
   */
  async update(
    id: number,
    correction: Proposal,
    { actor, breakGlass, version }: Update,
  ): Promise<StepVerdict> {
    const alert = await this.#deps.repository.getAlert(id);
    if (alert === undefined) return { kind: 'unknown' };
    const asksSecond = await this.#takingBack.waits(alert, correction);
    if (asksSecond && breakGlass === undefined) return this.#propose(id, correction, actor, version);
    const now = this.#deps.clock.now();
    const forbidden = asksSecond ? await whyNoGlass(this.#deps, actor, alert, now) : undefined;
    if (forbidden !== undefined) return { kind: 'glassForbidden', detail: forbidden };
    // Where no second person is needed, the log must not say that the glass was broken.
    const step = asksSecond
      ? ({ event: 'followUp', action: 'breakGlassUpdate', actor, detail: breakGlass, version } as const)
      : ({ event: 'followUp', action: 'update', actor, version } as const);
    return this.#follow(id, step, (now, at) => correct(this.#deps, now, 'update', correction, at));
  }

  /** Sends what waits. @param hash of the update or cancel that the approver saw; undefined: whichever waits */
  approveUpdate(
    id: number,
    actor: StepActor,
    { what, hash, version, answers }: SeenUpdate,
  ): Promise<StepVerdict> {
    const says = { actor, detail: hash, version, answers };
    const step =
      what === 'cancel'
        ? ({ event: 'cancel', action: 'approveCancel', ...says } as const)
        : ({ event: 'followUp', action: 'approveUpdate', ...says } as const);
    return this.#follow(id, step, async (alert, at) => {
      const { proposedUpdate: waiting } = alert;
      if (waiting === undefined) return { refused: NONE_WAITS };
      const persons = [waiting.id, ...(waiting.authors ?? [])];
      if (isAmong(actor, persons)) return { refused: { kind: 'ownApproval' } };
      const through = answers === undefined ? 'token' : 'phone';
      const hold = await this.#deps.holdOf({ actor: actor.id, persons, at, through });
      if (hold !== undefined) return { refused: { kind: 'ownApproval', hold } };
      const isOther = waitingOf(waiting) !== what || (hash !== undefined && hash !== waiting.hash);
      return isOther ? { refused: OTHER_WAITS } : correct(this.#deps, alert, what, waiting, at);
    });
  }

  /**
   * Drops the update or the cancel that waits. Messages that a waiting cancel has withdrawn stay withdrawn.
   * @param previewed.hash of what is meant; without it the verdict is `needsHash`
   */
  rejectUpdate(id: number, actor: StepActor, reason: string, previewed: SeenUpdate): Promise<StepVerdict> {
    const { what, version, answers } = previewed;
    const action = what === 'cancel' ? 'rejectCancel' : 'rejectUpdate';
    const step = { event: 'rejectUpdate', action, actor, detail: reason, version, answers } as const;
    return this.#stepper.take(id, step, ({ proposedUpdate }) => {
      if (proposedUpdate === undefined) return { refused: NONE_WAITS };
      if (previewed.hash === undefined) return { refused: { kind: 'needsHash' } };
      return previewed.hash === proposedUpdate.hash && waitingOf(proposedUpdate) === what
        ? { set: { proposedUpdate: null } }
        : { refused: OTHER_WAITS };
    });
  }

  /** Sends the current text once more, to people who have it and gave no answer or to people whom nothing reached. */
  resend(id: number, to: 'silent' | 'undelivered', actor: StepActor, version?: number): Promise<StepVerdict> {
    const step = { event: 'followUp', action: 'resend', actor, detail: to, version } as const;
    return this.#follow(id, step, async (alert, now): Promise<Decision> => {
      const { content, values, validForMs, question, expiresAt } = alert.draft;
      const waves = await this.#deps.repository.waves(id);
      const counts = await this.#deps.progress(id);
      const refused =
        whyNoFollowUp(alert, waves, content, values) ?? whyNoResend(alert, waves, counts, to, now);
      if (refused !== undefined) return { refused };
      const expected = expectedIn('resend', to, waves, counts);
      const validUntil = Math.min(now + validForMs, expiresAt ?? Number.POSITIVE_INFINITY);
      const questionUntil =
        question === undefined ? undefined : Math.max(alert.questionUntil ?? 0, now + question.openForMs);
      return {
        set: {
          finished: false,
          endsAt: expiresAt ?? Math.max(alert.endsAt ?? 0, validUntil, questionUntil ?? 0),
          ...(questionUntil !== undefined && { questionUntil }),
        },
        wave: { kind: 'resend', target: to, content, values, expected, replaces: false, validUntil },
      };
    });
  }

  /** Stops the alert: no further message leaves. A message that a route has cannot be recalled. */
  stop(id: number, actor: StepActor, reason?: string, version?: number): Promise<StepVerdict> {
    const step = { event: 'stop', actor, detail: reason, version } as const;
    return this.#follow(id, step, () => ({
      cut: 'the alert was stopped',
      // A waiting update is dropped: approved after the stop, it would start the alert again.
      set: { finished: true, proposedUpdate: null },
    }));
  }

  #propose(
    id: number,
    correction: Proposal,
    actor: StepActor,
    version: number | undefined,
  ): Promise<StepVerdict> {
    return this.#stepper.take(id, { event: 'proposeUpdate', actor, version }, async (alert, now) => {
      const { draft, proposedUpdate } = alert;
      if (proposedUpdate !== undefined && waitingOf(proposedUpdate) === 'cancel') {
        return { refused: CANCEL_WAITS };
      }
      const { content, values, validForMs, expiresAt, authors } = correction;
      const waves = await this.#deps.repository.waves(id);
      const refused =
        whyNoFollowUp(alert, waves, content, values) ?? whyOver(expiresAt ?? draft.expiresAt, now);
      if (refused !== undefined) return { refused };
      const { timeZone } = this.#deps;
      const texts = textsOf(alert, correction, { now, timeZone });
      const hash = digest([id, content, values, validForMs, expiresAt]);
      return { set: { proposedUpdate: { content, values, validForMs, expiresAt, hash, texts, authors } } };
    });
  }

  #follow(
    id: number,
    step: Step,
    decide: (alert: Alert, nowMs: number) => Decision | Promise<Decision>,
  ): Promise<StepVerdict> {
    return follow(this.#deps, this.#stepper, id, step, decide);
  }
}
