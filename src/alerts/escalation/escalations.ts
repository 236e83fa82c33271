import type { Alert } from '../../domain/alerts/alert.ts';
import type { AlertAnswerRepository } from '../../domain/alerts/alert-answers.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import {
  decideEscalation,
  type EscalationDecision,
  type EscalationPlan,
} from '../../domain/alerts/escalation.ts';
import { isKeptFromSending } from '../../domain/alerts/wave-state.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import { GATEWAY } from '../../domain/operation/audit.ts';
import type { AudienceRepository } from '../../domain/people/audience.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { type Decision, Stepper, type StepperDeps } from '../desk/stepper.ts';
import { turnOf } from '../waves/turn.ts';

export interface EscalationsDeps extends Pick<StepperDeps, 'announce'> {
  readonly repository: Pick<AlertRepository, 'getAlert' | 'stepAlert' | 'waves' | 'meaningAtLaunch'> &
    Pick<AlertAnswerRepository, 'answeredWith'>;
  readonly audiences: Pick<AudienceRepository, 'countAudience'>;
  readonly traffic: Pick<AlertTraffic, 'hold'>;
  /** Makes the messages to the duty list, without storing them. */
  readonly tellDuty: (alert: Alert, answered: number) => Promise<readonly NewMessage[]>;
  /** Announces messages that were committed. */
  readonly stored: (messages: readonly NewMessage[]) => void;
  /** Called when a wave has begun or ended. */
  readonly moved: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

type Act = Exclude<EscalationDecision, { readonly kind: 'wait' }>;
type Counted = Act & { readonly answered: number };

const FAILURE = 'the escalation of an alert cannot be looked after; tried again';
const ACTIONS = { step: 'escalate', fulfilled: 'fulfilled', exhausted: 'escalationExhausted' } as const;

/**
 * Asks further people when too few have answered. Whatever an escalation does is one commit with its line in the log,
 * and names the version of the alert that it was decided on: a restart or a clock that was set back repeats nothing.
 */
export class Escalations {
  readonly #deps: EscalationsDeps;
  readonly #stepper: Stepper;

  constructor(deps: EscalationsDeps) {
    this.#deps = deps;
    this.#stepper = new Stepper(deps);
  }

  /** @param sending all alerts that are being sent: the escalation of a paused alert stands still */
  async look(sending: readonly Alert[]): Promise<void> {
    for (const alert of sending) {
      if (alert.escalation?.state !== 'waiting') continue;
      await this.#lookAt(alert).catch((error: unknown) =>
        this.#deps.log.error({ err: error, alert: alert.id }, FAILURE),
      );
    }
  }

  async #lookAt(alert: Alert): Promise<void> {
    const { repository, clock, traffic, moved, stored } = this.#deps;
    const { id, version, draft, escalation: progress } = alert;
    const plan = draft.escalation;
    if (plan === undefined || progress === undefined) return;
    const [answered, waves] = await Promise.all([
      repository.answeredWith(id, plan.meaning),
      repository.waves(id),
    ]);
    const endsAt = Math.min(
      (waves[0]?.startedAt ?? 0) + draft.validForMs,
      draft.expiresAt ?? Number.POSITIVE_INFINITY,
    );
    const act = decideEscalation(plan, progress, { answered, nowMs: clock.now(), endsAt });
    if (act.kind === 'wait') return;
    const messages = await this.#toDuty(alert, plan, { ...act, answered });
    const step = {
      event: 'escalate',
      action: ACTIONS[act.kind],
      actor: GATEWAY,
      detail: detailOf(plan, { ...act, answered }),
      version,
    } as const;
    const verdict = await this.#stepper.take(id, step, async (now, at) => ({
      ...(await this.#changes(now, plan, act, Math.min(at + draft.validForMs, endsAt), at)),
      ...(messages.length > 0 && { messages }),
    }));
    // Somebody changed the alert meanwhile: the next look decides anew.
    if (verdict.kind !== 'done') return;
    stored(messages);
    const now = await repository.waves(id);
    for (const wave of now) if (isKeptFromSending(wave, now, verdict.alert.state)) traffic.hold(turnOf(wave));
    moved();
  }

  async #toDuty(alert: Alert, plan: EscalationPlan, act: Counted): Promise<readonly NewMessage[]> {
    if (act.kind !== 'exhausted' || plan.whenNotFulfilled === 'nothing') return [];
    return this.#deps.tellDuty(alert, act.answered);
  }

  async #changes(
    { id, draft, questionUntil }: Alert,
    plan: EscalationPlan,
    { kind, progress }: Act,
    validUntil: number,
    nowMs: number,
  ): Promise<Exclude<Decision, { readonly refused: unknown }>> {
    const { content, values, question, overrideOptOut } = draft;
    const escalation = progress;
    if (kind === 'step') {
      const meaning = await this.#deps.repository.meaningAtLaunch(id);
      const audience = plan.steps[progress.step - 1]?.audience ?? { include: [] };
      const { people } = await this.#deps.audiences.countAudience(audience, { overrideOptOut, meaning });
      return {
        set: {
          escalation,
          ...(question !== undefined && {
            questionUntil: Math.max(questionUntil ?? 0, nowMs + question.openForMs),
          }),
        },
        wave: {
          kind: 'escalation',
          target: 'audience',
          step: progress.step,
          content,
          values,
          expected: people,
          replaces: false,
          validUntil,
        },
      };
    }
    if (kind === 'exhausted') return { set: { escalation } };
    return {
      set: { escalation },
      // Nobody else needs to be woken. The alert's own audience still gets its messages: it may be told more than the
      // question.
      cut: 'enough people have answered',
      cutOnly: 'escalation',
      ...(plan.whenFulfilled !== undefined && {
        wave: {
          kind: 'fulfilled',
          target: 'unanswered',
          content: plan.whenFulfilled,
          values: {},
          expected: 0,
          replaces: false,
          validUntil,
        },
      }),
    };
  }
}

const detailOf = ({ need, meaning, steps }: EscalationPlan, act: Counted): string => {
  const count = `${act.answered} of ${need} people have answered "${meaning}"`;
  if (act.kind === 'step') return `step ${act.progress.step} of ${steps.length}: ${count}`;
  return act.kind === 'exhausted' ? `${count}; ${act.why}` : count;
};
