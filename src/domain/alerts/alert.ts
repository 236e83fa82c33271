import type { Role } from '../access/role.ts';
import type { Priority } from '../messages/priority.ts';
import type { Audience } from '../people/audience.ts';
import type { Content, Values } from '../templates/template.ts';
import type { AlertAction } from './alert-log.ts';
import type { AlertState } from './alert-state.ts';
import type { EscalationPlan, EscalationProgress } from './escalation.ts';
import type { WaveState, WaveTarget } from './wave-state.ts';

export const alertKinds = ['live', 'exercise'] as const;
export type AlertKind = (typeof alertKinds)[number];

/** The severities of CAP 1.2 (3.2.2). */
export const severities = ['extreme', 'severe', 'moderate', 'minor', 'unknown'] as const;
export type Severity = (typeof severities)[number];

export const alertSources = [
  'api',
  'cap',
  'alertmanager',
  'webhook',
  'sms',
  'schedule',
  'cellBroadcast',
] as const;
export type AlertSource = (typeof alertSources)[number];

/** Who did something to an alert: a user, a token, or a part of the gateway that acts by configuration. */
export interface AlertActor {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** All roles that a user has with this token; left out: only `role`. */
  readonly roles?: readonly Role[];
  /** Other ids under which the same person may have acted, such as that of the token; left out: none. */
  readonly also?: readonly string[];
}

/** Who takes a step of an alert. */
export type StepActor = Pick<AlertActor, 'id' | 'name' | 'also'>;

/** Whether one of these ids is the actor's: then the actor is no second person. */
export const isAmong = ({ id, also = [] }: StepActor, ids: readonly string[]): boolean =>
  [id, ...also].some((own) => ids.includes(own));

/** A question to the recipients. */
export interface Question {
  /** Such as `{ word: '1', meaning: 'safe' }`. */
  readonly answers: readonly { readonly word: string; readonly meaning: string }[];
  /** How long after the launch answers are accepted, ms. */
  readonly openForMs: number;
  /** Sends the alert again to people who have not answered, `times` times, every `afterMs` milliseconds. */
  readonly resend?: { readonly afterMs: number; readonly times: number } | undefined;
}

/** Everything that the author of an alert decides. */
export interface AlertDraft {
  readonly title: string;
  readonly kind: AlertKind;
  readonly severity: Severity;
  readonly priority: Priority;
  readonly content: Content;
  /** The values of placeholders that are the same for every recipient, such as the place. */
  readonly values: Values;
  /** A draft with an empty audience can be kept, but not launched. */
  readonly audience: Audience;
  /** The sender address; left out: the configured one. */
  readonly from?: string | undefined;
  /** How long after the launch a message may still be sent, ms. */
  readonly validForMs: number;
  /** The only routes that may carry the messages; left out: those of the plan. */
  readonly routes?: readonly string[] | undefined;
  readonly question?: Question | undefined;
  /** Who is asked next if too few people answer the question. */
  readonly escalation?: EscalationPlan | undefined;
  /**
   * Send the alert also to people who opted out. The policy must allow it, and a second person must approve the alert.
   */
  readonly overrideOptOut: boolean;
  /** The text of a cancel, and of the end of the alert; left out: that of the library. They are approved with it. */
  readonly cancelContent?: Content | undefined;
  readonly endContent?: Content | undefined;
  /** When the alert launches itself, ms since the epoch. */
  readonly scheduledAt?: number | undefined;
  /** After this time only a cancel of the alert is sent, ms since the epoch; `expires` of CAP. */
  readonly expiresAt?: number | undefined;
  readonly source: AlertSource;
  /** The scenario that the alert was made of; left out: none, or somebody has rewritten the alert since. */
  readonly scenario?: number | undefined;
}

/**
 * Until when what the alert says holds, ms since the epoch.
 * @param validUntil of its wave; undefined: none began yet
 */
export const endOf = (
  { expiresAt, validForMs }: Pick<AlertDraft, 'expiresAt' | 'validForMs'>,
  startedAt: number,
  validUntil = startedAt + validForMs,
): number => expiresAt ?? validUntil;

/** Who took a step of an alert, and when. */
export interface Signed {
  readonly id: string;
  readonly name: string;
  /** ms since the epoch. */
  readonly at: number;
}

/** The content of an update, of a cancel or of the end of an alert. */
export interface Correction {
  readonly content: Content;
  readonly values: Values;
  /** How long the messages of the correction may still be sent, ms; left out: as long as those of the alert. */
  readonly validForMs?: number | undefined;
  /** Of an update: when the danger is over, ms since the epoch; left out: `expiresAt` of the alert. */
  readonly expiresAt?: number | undefined;
}

/**
 * An update or a cancel that is sent once a second person has approved it. `id` and `name` are those of the person who
 * proposed it.
 */
export interface ProposedUpdate extends Correction, Signed {
  /** Left out: an update. */
  readonly what?: 'update' | 'cancel' | undefined;
  /** Ids of those who wrote its content, besides the one who proposed it; left out: none. */
  readonly authors?: readonly string[] | undefined;
  /** The hash of its content, which an approval must name. */
  readonly hash: string;
  /** The texts as they would be sent, with a fallback where the contact's own data will stand. */
  readonly texts: readonly { readonly language: string; readonly text: string }[];
}

/** What an approval of an alert covers. */
interface ApprovedThing {
  readonly hash: string;
  /**
   * How many people would have got it at the approval, those of each step of the escalation too; undefined: an older
   * version of the gateway didn't keep it.
   */
  readonly people: number | undefined;
}

/** An alert and its current state. Times in ms since the epoch. */
export interface Alert {
  readonly id: number;
  /** Grows with each change. */
  readonly version: number;
  readonly state: AlertState;
  readonly draft: AlertDraft;
  readonly created: Signed;
  /**
   * Ids of the authors of what the alert was made from, such as a scenario and its schedule. The authors of the alert
   * itself are in its log.
   */
  readonly authors: readonly string[];
  /** Who handed it in for approval, and for how many people it was then; undefined: the count was not kept. */
  readonly submitted: (Signed & { readonly people?: number | undefined }) | undefined;
  /** Its author asked that the approval launches it; left out: somebody launches it after the approval. */
  readonly launchOnApproval?: boolean | undefined;
  /** The approval, which covers only content with this hash: after a change the alert needs a new approval. */
  readonly approved: (Signed & ApprovedThing) | undefined;
  readonly launched: (Signed & { readonly hash: string; readonly key: string | undefined }) | undefined;
  readonly updatedAt: number;
  readonly finishedAt: number | undefined;
  /** Until when answers are accepted. */
  readonly questionUntil: number | undefined;
  /** The update or the cancel that waits for a second person's approval. */
  readonly proposedUpdate: ProposedUpdate | undefined;
  /** How far its escalation has come; undefined before the launch, and without one. */
  readonly escalation?: EscalationProgress | undefined;
  /** When what it says is over: then its end is offered. Undefined before the launch, and once it was taken back. */
  readonly endsAt: number | undefined;
  /** When the end of the alert was offered, and how many people have the alert; undefined: it isn't offered. */
  readonly endOffer: { readonly at: number; readonly people: number } | undefined;
  /** When the rows of the alert's people were deleted because of their age. Only the figures are left. */
  readonly emptiedAt?: number | undefined;
  /** When the alert was taken back (`cancel`); it is `completed` once the people who had it have been told. */
  readonly cancelledAt?: number | undefined;
}

export const waveKinds = ['first', 'update', 'cancel', 'resend', 'end', 'escalation', 'fulfilled'] as const;
export type WaveKind = (typeof waveKinds)[number];

/** One sending of an alert; see docs/glossary.md. */
export interface Wave {
  readonly alert: number;
  /** 1 or more. */
  readonly wave: number;
  readonly kind: WaveKind;
  readonly target: WaveTarget;
  /** The step of the escalation whose audience the wave is for; undefined: the alert's own audience. */
  readonly step: number | undefined;
  readonly content: Content;
  readonly values: Values;
  readonly startedAt: number;
  readonly validUntil: number;
  /**
   * The greatest id of a message in earlier waves when this wave began. A wave to recipients of earlier waves counts
   * only messages up to this id.
   */
  readonly mark: number;
  /** The wave has stored messages for numbers up to this one; '' at first. */
  readonly cursor: string;
  readonly state: WaveState;
  /** The number of people when the wave began, as far as it was known then. */
  readonly expected: number;
  /** Messages stored, including those that are never sent. */
  readonly recipients: number;
  /** Whether the wave has gone over to the short text: the messages that are still to be made have it. */
  readonly short: boolean;
}

/** Whether the alert was cancelled or ended: nothing more is sent for it. */
export const isTakenBack = (waves: readonly Pick<Wave, 'kind'>[]): boolean =>
  waves.some(({ kind }) => kind === 'cancel' || kind === 'end');

export interface AlertLogEntry {
  readonly at: number;
  /** The id of the token, or of the part of the gateway; `actorName` is its name. */
  readonly actor: string;
  readonly actorName: string;
  readonly action: AlertAction;
  readonly detail: string | undefined;
}
