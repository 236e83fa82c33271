import type { Role } from '../access/token.ts';
import type { Priority } from '../messages/priority.ts';
import type { Audience } from '../people/audience.ts';
import type { AlertAction } from './alert-log.ts';
import type { AlertState } from './alert-state.ts';
import type { Content, Values } from './template.ts';
import type { WaveState, WaveTarget } from './wave-state.ts';

export const alertKinds = ['live', 'exercise'] as const;
export type AlertKind = (typeof alertKinds)[number];

/** As CAP 1.2 grades it (3.2.2, severity). */
export const severities = ['extreme', 'severe', 'moderate', 'minor', 'unknown'] as const;
export type Severity = (typeof severities)[number];

export const alertSources = ['api', 'cap', 'alertmanager', 'webhook', 'sms', 'schedule'] as const;
export type AlertSource = (typeof alertSources)[number];

/** Who does something to an alert: a token, or a part of the gateway that acts by configuration. */
export interface AlertActor {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** What the recipients are asked. */
export interface Question {
  /** Such as `{ word: '1', meaning: 'safe' }`. */
  readonly answers: readonly { readonly word: string; readonly meaning: string }[];
  /** From the launch, ms. */
  readonly openForMs: number;
  /** Asks the silent again, so often and so far apart. */
  readonly resend?: { readonly afterMs: number; readonly times: number } | undefined;
}

/** All that an author decides. */
export interface AlertDraft {
  readonly title: string;
  readonly kind: AlertKind;
  readonly severity: Severity;
  readonly priority: Priority;
  readonly content: Content;
  /** For the placeholders that are the same for everybody, such as the place. */
  readonly values: Values;
  /** An empty one is nobody: it can be kept, and never launched. */
  readonly audience: Audience;
  /** Left out: the configured sender. */
  readonly from?: string | undefined;
  /** How long a message of it may wait, from the launch, ms. */
  readonly validForMs: number;
  /** Only by these; left out: as the plan says. */
  readonly routes?: readonly string[] | undefined;
  readonly question?: Question | undefined;
  /** Also to who has opted out: only where the policy allows it, and with a second person. */
  readonly overrideOptOut: boolean;
  /** Launches itself then, ms since the epoch. */
  readonly scheduledAt?: number | undefined;
  /** Nothing but a cancel of it goes out from then on, ms since the epoch; the expires of CAP. */
  readonly expiresAt?: number | undefined;
  readonly source: AlertSource;
}

/** A step of an alert that somebody took. */
export interface Signed {
  readonly id: string;
  readonly name: string;
  /** ms since the epoch. */
  readonly at: number;
}

/** What an update or a cancel says. */
export interface Correction {
  readonly content: Content;
  readonly values: Values;
  /** How long a message of it may wait, ms; left out: as long as those of the alert. */
  readonly validForMs?: number | undefined;
  /** Of an update: from when what it warns of is over, ms since the epoch; left out: as the alert has it. */
  readonly expiresAt?: number | undefined;
}

/** An update that goes out once a second person has approved it, and who wrote it. */
export interface ProposedUpdate extends Correction, Signed {
  /** The ids of those who wrote what it says, besides who proposed it; left out: nobody. */
  readonly authors?: readonly string[] | undefined;
  /** Of what it says: what an approval must name. */
  readonly hash: string;
  /** As they would go out, with the fallbacks for what each contact has of their own. */
  readonly texts: readonly { readonly language: string; readonly text: string }[];
}

/** An alert as it stands. Times in ms since the epoch. */
export interface Alert {
  readonly id: number;
  /** Grows with each change. */
  readonly version: number;
  readonly state: AlertState;
  readonly draft: AlertDraft;
  readonly created: Signed;
  /** The ids of those who wrote what it was made of, such as a scenario and its schedule; who wrote it is in its log. */
  readonly authors: readonly string[];
  readonly submitted: Signed | undefined;
  /** With the hash of what was seen: what has changed since is not approved. */
  readonly approved: (Signed & { readonly hash: string }) | undefined;
  readonly launched: (Signed & { readonly hash: string; readonly key: string | undefined }) | undefined;
  readonly updatedAt: number;
  readonly finishedAt: number | undefined;
  /** Until when answers belong to it. */
  readonly questionUntil: number | undefined;
  /** Waits for a second person. */
  readonly proposedUpdate: ProposedUpdate | undefined;
  /** Since when the rows of its people are deleted by age: only its figures are left. */
  readonly emptiedAt?: number | undefined;
}

export const waveKinds = ['first', 'update', 'cancel', 'resend'] as const;
export type WaveKind = (typeof waveKinds)[number];

/** One going-out of an alert. */
export interface Wave {
  readonly alert: number;
  /** 1 or more. */
  readonly wave: number;
  readonly kind: WaveKind;
  readonly target: WaveTarget;
  readonly content: Content;
  readonly values: Values;
  readonly startedAt: number;
  readonly validUntil: number;
  /** The greatest message of the waves before as this one began: it is for those. */
  readonly mark: number;
  /** The number up to which it is stored as messages; '' at first. */
  readonly cursor: string;
  readonly state: WaveState;
  /** People it is for, as far as was known when it began. */
  readonly expected: number;
  /** Messages stored, those that are never sent among them. */
  readonly recipients: number;
}

export interface AlertLogEntry {
  readonly at: number;
  /** The id and the name of the token, or of the part of the gateway. */
  readonly actor: string;
  readonly actorName: string;
  readonly action: AlertAction;
  readonly detail: string | undefined;
}
