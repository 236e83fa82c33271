import type { Alert, AlertActor, StepActor } from '../../domain/alerts/alert.ts';
import type { AlertAction } from '../../domain/alerts/alert-log.ts';
import type { AlertRepository, AlertStep } from '../../domain/alerts/alert-repository.ts';
import { type AlertEvent, stepAlert } from '../../domain/alerts/alert-state.ts';
import type { PageAnswer } from '../../domain/alerts/approval.ts';
import { escalationAfter } from '../../domain/alerts/escalation.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { GlassNews } from '../glass/glass-news.ts';
import { isGlassAction } from '../glass/glass-text.ts';
import { otherVersion, type StepVerdict, wrongState } from './verdict.ts';

export interface StepperDeps {
  readonly repository: Pick<AlertRepository, 'getAlert' | 'stepAlert'>;
  readonly clock: Clock;
  /** Called after the commit of each step. */
  readonly announce: (event: AlertAnnouncement) => void;
  /** Tells of steps without the second person; left out: of a part that takes none. */
  readonly glass?: Pick<GlassNews, 'messages' | 'stored'>;
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
    const { repository, clock, announce, glass } = this.#deps;
    const { event, actor, version, answers } = one;
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
      const told = await this.#tellGlass(alert, one, action, now);
      const messages = [...(changes.messages ?? []), ...told.messages];
      const says = { action, detail: told.detail, messages };
      const step = { id, version: alert.version, state, at: now, actor, answers, ...changes, ...says };
      const taken = await repository.stepAlert(step);
      if (taken === false) continue;
      if (taken !== true) return { kind: 'recentlyAlerted', earlier: taken.earlier };
      glass?.stored(told.messages);
      const after = (await repository.getAlert(id)) ?? alert;
      announce({ alert: after, actor, action, detail: told.detail });
      return { kind: 'done', alert: after };
    }
    return { kind: 'changed', detail: 'others change the alert at the same time' };
  }

  /** The SMS about a step without the second person; the log of the alert says who gets them. */
  async #tellGlass(
    alert: Alert,
    { actor, detail }: Step,
    action: AlertAction,
    now: number,
  ): Promise<{ readonly detail: string | undefined; readonly messages: readonly NewMessage[] }> {
    const { glass } = this.#deps;
    if (glass === undefined || detail === undefined || !isGlassAction(action))
      return { detail, messages: [] };
    const { messages, names } = await glass.messages(alert, actor, { action, reason: detail }, now);
    return { detail: names.length === 0 ? detail : `${detail} [SMS: ${names.join(', ')}]`, messages };
  }
}
