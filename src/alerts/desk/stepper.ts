import type { Alert, AlertActor, StepActor } from '../../domain/alerts/alert.ts';
import type { AlertAction } from '../../domain/alerts/alert-log.ts';
import type { AlertRepository, AlertStep } from '../../domain/alerts/alert-repository.ts';
import { type AlertEvent, stepAlert } from '../../domain/alerts/alert-state.ts';
import type { PageAnswer } from '../../domain/alerts/approval.ts';
import { escalationAfter } from '../../domain/alerts/escalation.ts';
import type { Clock } from '../../kernel/clock.ts';
import { otherVersion, type StepVerdict, wrongState } from './verdict.ts';

export interface StepperDeps {
  readonly repository: Pick<AlertRepository, 'getAlert' | 'stepAlert'>;
  readonly clock: Clock;
  /** Called after the commit of each step. */
  readonly announce: (event: AlertAnnouncement) => void;
}

/** A step of an alert, for programs that follow alerts. */
export interface AlertAnnouncement {
  readonly alert: Alert;
  readonly actor: Pick<AlertActor, 'id' | 'name'>;
  readonly action: AlertAction;
  readonly detail: string | undefined;
}

/** The state machine's event, and the action that the log shows; `followUp` stands for several actions. */
type Named =
  | { readonly event: Exclude<AlertEvent, 'followUp'>; readonly action?: AlertAction }
  | { readonly event: 'followUp'; readonly action: AlertAction };

export type Step = Named & {
  readonly actor: StepActor;
  readonly detail?: string | undefined;
  /** The version of the alert that the caller looked at; undefined: any version. */
  readonly version?: number | undefined;
  /** The page that the step answers. */
  readonly answers?: PageAnswer | undefined;
};

type Changes = Pick<AlertStep, 'set' | 'cut' | 'cutOnly' | 'wave' | 'messages' | 'guard'>;

/** What the step changes, or why it is refused. */
export type Decision = Changes | { readonly refused: StepVerdict };

// The largest number of tries of one step: if another step comes between the read and the write, the decision is taken
// again.
const TRIES = 5;

/** Takes the steps of alerts: it reads the alert, decides, and writes only if nobody has changed it meanwhile. */
export class Stepper {
  readonly #deps: StepperDeps;

  constructor(deps: StepperDeps) {
    this.#deps = deps;
  }

  async take(
    id: number,
    one: Step,
    decide: (alert: Alert, nowMs: number) => Decision | Promise<Decision> = () => ({}),
  ): Promise<StepVerdict> {
    const { repository, clock, announce } = this.#deps;
    const { event, actor, detail, version, answers } = one;
    const action = one.event === 'followUp' ? one.action : (one.action ?? one.event);
    for (let left = TRIES; left > 0; left--) {
      const alert = await repository.getAlert(id);
      if (alert === undefined) return { kind: 'unknown' };
      if (version !== undefined && version !== alert.version) return otherVersion(alert);
      const state = stepAlert(alert.state, event);
      if (state === undefined) return wrongState(alert, event);
      const now = clock.now();
      const decision = await decide(alert, now);
      if ('refused' in decision) return decision.refused;
      const escalation = escalationAfter(alert.escalation, event, state, now);
      const set = escalation === undefined ? decision.set : { escalation, ...decision.set };
      const changes = set === undefined ? decision : { ...decision, set };
      const step = { id, version: alert.version, state, at: now, actor, action, detail, answers, ...changes };
      const taken = await repository.stepAlert(step);
      if (taken === false) continue;
      if (taken !== true) return { kind: 'recentlyAlerted', earlier: taken.earlier };
      const after = (await repository.getAlert(id)) ?? alert;
      announce({ alert: after, actor, action, detail });
      return { kind: 'done', alert: after };
    }
    return { kind: 'changed', detail: 'others change the alert at the same time' };
  }
}
