import type { Audience } from '../people/audience.ts';
import type { Content } from '../templates/template.ts';
import type { AlertEvent, AlertState } from './alert-state.ts';

/** The largest number of steps of an escalation. */
export const MOST_STEPS = 10;

/** Whether the duty list gets an SMS when an escalation ended without enough answers. */
export const whenNotFulfilled = ['tellDuty', 'nothing'] as const;

interface EscalationStep {
  readonly audience: Audience;
  /** How long the people asked before have to answer, ms from the beginning of their wave. */
  readonly afterMs: number;
}

/** "At least `need` of these answer yes, else those too, else …": whom an alert asks next if too few people answer. */
export interface EscalationPlan {
  /** How many people must have answered with `meaning`. */
  readonly need: number;
  /** One of the meanings of the alert's question. */
  readonly meaning: string;
  /** The alert's own audience is asked first, and is not one of these. */
  readonly steps: readonly EscalationStep[];
  /** What people who have the alert and gave no answer are told once enough people have answered. */
  readonly whenFulfilled?: Content | undefined;
  readonly whenNotFulfilled: (typeof whenNotFulfilled)[number];
}

/** How far an escalation has come; part of the store. */
export interface EscalationProgress {
  /** `ended`: the alert was stopped, cancelled or ended before it was known whether enough people answer. */
  readonly state: 'waiting' | 'fulfilled' | 'exhausted' | 'ended';
  /** The last step whose people were asked; 0: the alert's own audience. */
  readonly step: number;
  /** When the next step begins, or the escalation is exhausted, ms since the epoch; undefined while it doesn't wait. */
  readonly nextAt: number | undefined;
  /** How much of the wait is left while the alert is paused, ms. */
  readonly leftMs: number | undefined;
}

interface OfDraft {
  readonly audience: Audience;
  readonly escalation?: EscalationPlan | undefined;
}

/** The alert's own audience, and that of each step. */
export const audiencesOf = ({ audience, escalation }: OfDraft): readonly Audience[] => [
  audience,
  ...(escalation?.steps ?? []).map((step) => step.audience),
];

/** Everything that the audiences of the alert include, to find through which lists a person is written to. */
export const widestAudience = (draft: OfDraft): Audience =>
  draft.escalation === undefined
    ? draft.audience
    : { include: audiencesOf(draft).flatMap(({ include }) => include) };

const over = (progress: EscalationProgress, state: EscalationProgress['state']): EscalationProgress => ({
  ...progress,
  state,
  nextAt: undefined,
  leftMs: undefined,
});

/**
 * How long people have after this step, ms. The people of the last step have as long as those before them had: a step
 * has no other time of its own.
 */
const waitAfter = ({ steps }: EscalationPlan, step: number): number =>
  (steps[step] ?? steps.at(-1))?.afterMs ?? 0;

export const beginEscalation = (plan: EscalationPlan, nowMs: number): EscalationProgress => ({
  state: 'waiting',
  step: 0,
  nextAt: nowMs + waitAfter(plan, 0),
  leftMs: undefined,
});

/** These steps say something else to the people who have the alert, who needn't answer it any more. */
const ENDING: ReadonlySet<AlertEvent> = new Set(['cancel', 'proposeCancel', 'end']);

/**
 * What a step of the alert does to its escalation; undefined: nothing. The clock stands still while the alert is
 * paused, since nobody is written to in that time.
 */
export const escalationAfter = (
  progress: EscalationProgress | undefined,
  event: AlertEvent,
  state: AlertState,
  nowMs: number,
): EscalationProgress | undefined => {
  if (progress?.state !== 'waiting') return undefined;
  if (ENDING.has(event) || (state !== 'sending' && state !== 'paused')) return over(progress, 'ended');
  if (event === 'pause' && progress.nextAt !== undefined)
    return { ...progress, nextAt: undefined, leftMs: Math.max(0, progress.nextAt - nowMs) };
  if (event === 'resume' && progress.leftMs !== undefined)
    return { ...progress, nextAt: nowMs + progress.leftMs, leftMs: undefined };
  return undefined;
};

export type EscalationDecision =
  | { readonly kind: 'wait' }
  | { readonly kind: 'fulfilled' | 'step'; readonly progress: EscalationProgress }
  | { readonly kind: 'exhausted'; readonly progress: EscalationProgress; readonly why: string };

/** The facts from which the next act of an escalation follows. */
export interface EscalationFacts {
  /** People whose answer that counts has the meaning now: one who took their yes back isn't among them. */
  readonly answered: number;
  readonly nowMs: number;
  /** From then on no message of the alert is worth sending, ms since the epoch. */
  readonly endsAt: number;
}

/**
 * The next act of an escalation. Enough answers end it, whenever they come before its end, and it doesn't begin anew if
 * one of them is taken back later: people may have been told that enough are coming.
 */
export const decideEscalation = (
  plan: EscalationPlan,
  progress: EscalationProgress,
  { answered, nowMs, endsAt }: EscalationFacts,
): EscalationDecision => {
  if (progress.state !== 'waiting' || progress.nextAt === undefined) return { kind: 'wait' };
  if (answered >= plan.need) return { kind: 'fulfilled', progress: over(progress, 'fulfilled') };
  const exhausted = (why: string) =>
    ({ kind: 'exhausted', progress: over(progress, 'exhausted'), why }) as const;
  if (nowMs >= endsAt) return exhausted('its validity is over');
  if (nowMs < progress.nextAt) return { kind: 'wait' };
  const step = progress.step + 1;
  if (step > plan.steps.length) return exhausted('nobody else is left to be asked');
  return { kind: 'step', progress: { ...progress, step, nextAt: nowMs + waitAfter(plan, step) } };
};
