import type { AlertsConfig } from '../../config/alerts.ts';
import {
  type Alert,
  type Correction,
  isAmong,
  type ProposedUpdate,
  type StepActor,
} from '../../domain/alerts/alert.ts';
import type { AlertCount, AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import type { PageAnswer } from '../../domain/alerts/approval.ts';
import { isKeptFromSending } from '../../domain/alerts/wave-state.ts';
import { prepareTexts } from '../templates/prepare.ts';
import { expectedIn } from '../waves/expected.ts';
import { turnOf } from '../waves/turn.ts';
import { digest } from './draft-review.ts';
import { whyNoFollowUp, whyNoResend, whyOver } from './following.ts';
import { needsSecondPerson } from './policy.ts';
import type { Decision, Step, Stepper } from './stepper.ts';
import type { StepVerdict } from './verdict.ts';

export interface FollowUpsDeps {
  readonly repository: Pick<AlertRepository, 'getAlert' | 'waves'>;
  readonly traffic: Pick<AlertTraffic, 'hold'>;
  readonly policy: AlertsConfig;
  readonly progress: (alert: number) => Promise<readonly AlertCount[]>;
  /** Called when messages wait to be stored or withdrawn. */
  readonly moved: () => void;
}

type Proposal = Correction & Pick<ProposedUpdate, 'authors'>;

/** Which update is meant. */
export interface SeenUpdate {
  readonly hash: string | undefined;
  readonly version: number | undefined;
  /** The page that is answered by it. */
  readonly answers?: PageAnswer | undefined;
}

interface Update {
  readonly actor: StepActor;
  readonly breakGlass: string | undefined;
  /** The version of the alert that the caller looked at; undefined: any version. */
  readonly version: number | undefined;
}

const NONE_WAITS: StepVerdict = { kind: 'wrongState', detail: 'no update of the alert waits for approval' };
const OTHER_WAITS: StepVerdict = {
  kind: 'changed',
  detail: 'the update that waits is not the one that was seen',
};
const NOBODY = { language: undefined, name: undefined, attributes: {} };

/** The steps after an alert's first wave: update, cancel, resend and stop. */
export class FollowUps {
  readonly #deps: FollowUpsDeps;
  readonly #stepper: Stepper;

  constructor(deps: FollowUpsDeps, stepper: Stepper) {
    this.#deps = deps;
    this.#stepper = stepper;
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
    const asksSecond = needsSecondPerson(this.#deps.policy, alert.draft);
    if (asksSecond && breakGlass === undefined) return this.#propose(id, correction, actor, version);
    // Where no second person is needed, the log must not say that the glass was broken.
    const step = asksSecond
      ? ({ event: 'followUp', action: 'breakGlassUpdate', actor, detail: breakGlass, version } as const)
      : ({ event: 'followUp', action: 'update', actor, version } as const);
    return this.#follow(id, step, (now, at) => this.#correct(now, 'update', correction, at));
  }

  /** Sends the waiting update. @param hash of the update that the approver saw; undefined: whichever waits */
  approveUpdate(
    id: number,
    actor: StepActor,
    hash: string | undefined,
    version?: number,
    answers?: PageAnswer,
  ): Promise<StepVerdict> {
    const step = {
      event: 'followUp',
      action: 'approveUpdate',
      actor,
      detail: hash,
      version,
      answers,
    } as const;
    return this.#follow(id, step, async (alert, at) => {
      const { proposedUpdate: waiting } = alert;
      if (waiting === undefined) return { refused: NONE_WAITS };
      if (isAmong(actor, [waiting.id, ...(waiting.authors ?? [])]))
        return { refused: { kind: 'ownApproval' } };
      if (hash !== undefined && hash !== waiting.hash) return { refused: OTHER_WAITS };
      return this.#correct(alert, 'update', waiting, at);
    });
  }

  /**
   * Drops the waiting update.
   * @param previewed.hash of the update that is meant; without it the verdict is `needsHash`
   */
  rejectUpdate(id: number, actor: StepActor, reason: string, previewed: SeenUpdate): Promise<StepVerdict> {
    const { version, answers } = previewed;
    const step = { event: 'rejectUpdate', actor, detail: reason, version, answers } as const;
    return this.#stepper.take(id, step, ({ proposedUpdate }) => {
      if (proposedUpdate === undefined) return { refused: NONE_WAITS };
      if (previewed.hash === undefined) return { refused: { kind: 'needsHash' } };
      return previewed.hash === proposedUpdate.hash
        ? { set: { proposedUpdate: null } }
        : { refused: OTHER_WAITS };
    });
  }

  /** Takes the alert back from exactly the people who have it, or may have it. It never waits for a second person. */
  cancel(id: number, correction: Correction, actor: StepActor, version?: number): Promise<StepVerdict> {
    const step = { event: 'cancel', actor, version } as const;
    return this.#follow(id, step, async (alert, at) => {
      const decision = await this.#correct(alert, 'cancel', correction, at);
      return 'refused' in decision ? decision : { ...decision, cut: 'the alert was cancelled' };
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
      return {
        set: {
          finished: false,
          ...(question !== undefined && {
            questionUntil: Math.max(alert.questionUntil ?? 0, now + question.openForMs),
          }),
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
      const { draft } = alert;
      const { content, values, validForMs, expiresAt, authors } = correction;
      const waves = await this.#deps.repository.waves(id);
      const refused =
        whyNoFollowUp(alert, waves, content, values) ?? whyOver(expiresAt ?? draft.expiresAt, now);
      if (refused !== undefined) return { refused };
      const texts = textsOf(correction, draft.kind === 'exercise');
      const hash = digest([id, content, values, validForMs, expiresAt]);
      return { set: { proposedUpdate: { content, values, validForMs, expiresAt, hash, texts, authors } } };
    });
  }

  async #correct(
    alert: Alert,
    kind: 'update' | 'cancel',
    correction: Correction,
    nowMs: number,
  ): Promise<Decision> {
    const { id, draft } = alert;
    const { content, values, validForMs = draft.validForMs, expiresAt = draft.expiresAt } = correction;
    const waves = await this.#deps.repository.waves(id);
    const isUpdate = kind === 'update';
    const refused =
      whyNoFollowUp(alert, waves, content, values) ?? (isUpdate ? whyOver(expiresAt, nowMs) : undefined);
    if (refused !== undefined) return { refused };
    const target = 'reached';
    // A cancel goes out even after `expiresAt`: people must learn that the alert is taken back.
    const lastsUntil = (isUpdate ? expiresAt : undefined) ?? Number.POSITIVE_INFINITY;
    return {
      set: {
        finished: false,
        // An update that waits for approval is dropped: its author did not know this correction.
        proposedUpdate: null,
        ...(isUpdate && { draft: { ...draft, content, values, expiresAt } }),
      },
      wave: {
        kind,
        target,
        content,
        values,
        expected: expectedIn(kind, target, waves, await this.#deps.progress(id)),
        replaces: isUpdate,
        validUntil: Math.min(nowMs + validForMs, lastsUntil),
      },
    };
  }

  /**
   * Takes a step that begins or ends waves. Waves that must not go out any more are held at once, and withdrawn later.
   */
  async #follow(
    id: number,
    step: Step,
    decide: (alert: Alert, nowMs: number) => Decision | Promise<Decision>,
  ): Promise<StepVerdict> {
    const { repository, traffic, moved } = this.#deps;
    const verdict = await this.#stepper.take(id, step, decide);
    if (verdict.kind !== 'done') return verdict;
    const waves = await repository.waves(id);
    for (const wave of waves)
      if (isKeptFromSending(wave, waves, verdict.alert.state)) traffic.hold(turnOf(wave));
    moved();
    return verdict;
  }
}

const textsOf = ({ content, values }: Correction, exercise: boolean): ProposedUpdate['texts'] => {
  const prepared = prepareTexts(content, values, { exercise });
  if (prepared.kind === 'unfit') return [];
  return content.variants.map(({ language }) => prepared.textFor({ ...NOBODY, language }, false));
};
