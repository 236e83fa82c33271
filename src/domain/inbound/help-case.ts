import type { Page, Paged } from '../../kernel/page.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { AuditActor } from '../operation/audit.ts';
import type { Handling } from './handling.ts';

export const caseStates = ['open', 'taken', 'closed'] as const;
export type CaseState = (typeof caseStates)[number];

/** How a case can end. `noCall`: somebody reclassified it, so there was no call for help. */
export const caseOutcomes = ['helped', 'falseAlarm', 'duplicate', 'unreachable', 'other', 'noCall'] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];

/** Who takes care of a case. A case that was handed to a person by name has no id until that person takes it. */
export interface CaseHolder {
  readonly id: string | undefined;
  readonly name: string;
}

/** A call for help of one phone, until a person has closed it. Times in ms since the epoch. */
export interface HelpCase {
  readonly id: number;
  readonly version: number;
  readonly state: CaseState;
  /** Undefined: an operator made the case of a message from a name or a short code, or the person was erased. */
  readonly number: Msisdn | undefined;
  /** The name of the contact with this number. */
  readonly name: string | undefined;
  readonly alert: number | undefined;
  /** The newest cry, and its id in the inbox. */
  readonly text: string;
  readonly inboxId: number;
  readonly cries: number;
  readonly openedAt: number;
  /** Since when the case waits for somebody: when it was opened, or opened again. */
  readonly waitingSince: number;
  readonly criedAt: number;
  /** When the person wrote that they are safe, after the newest cry. It closes nothing. */
  readonly safeAt: number | undefined;
  readonly holder: CaseHolder | undefined;
  readonly takenAt: number | undefined;
  readonly outcome: CaseOutcome | undefined;
  readonly outcomeText: string | undefined;
  readonly closedAt: number | undefined;
  /** How often the duty list was paged since the case waits, and when last. */
  readonly pages: number;
  readonly pagedAt: number | undefined;
  /** Since when nobody could be paged for it, while it is open. */
  readonly unpagedSince: number | undefined;
}

/** The actions in the history of a case. They are part of the API and of the store: none is ever renamed. */
export const caseActions = [
  'open',
  'cry',
  'saysSafe',
  'page',
  'unpaged',
  'take',
  'hand',
  'note',
  'close',
  'reclassify',
  'reopen',
] as const;
export type CaseAction = (typeof caseActions)[number];

export interface CaseEntry {
  readonly at: number;
  readonly actor: AuditActor;
  readonly action: CaseAction;
  /** Texts, names and numbers of the step; such as `text` of a note, and `inboxId` of a cry. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface CaseMessage {
  readonly id: number;
  readonly at: number;
  readonly text: string;
  readonly handledAs: Handling | undefined;
}

export interface CaseWithHistory extends HelpCase {
  readonly history: readonly CaseEntry[];
  /** What the phone wrote, newest first. */
  readonly messages: readonly CaseMessage[];
}

/** What an officer does with a case. `from` names the holder from whom a case is taken over. */
export type CaseStep =
  | { readonly kind: 'take'; readonly from: string | undefined }
  | { readonly kind: 'hand'; readonly to: string; readonly from: string | undefined }
  | { readonly kind: 'note'; readonly text: string }
  | {
      readonly kind: 'close';
      readonly outcome: Exclude<CaseOutcome, 'noCall'>;
      readonly text: string | undefined;
      readonly from: string | undefined;
    }
  /** The case was no call: it is closed, and the answer of its alert gets this meaning. */
  | { readonly kind: 'reclassify'; readonly meaning: string; readonly from: string | undefined }
  | { readonly kind: 'reopen' };

export type CaseVerdict =
  | { readonly kind: 'done'; readonly case: HelpCase }
  | { readonly kind: 'unknown' }
  /** The case has another version than the one that was seen. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'wrongState'; readonly detail: string }
  | { readonly kind: 'held'; readonly holder: CaseHolder }
  /** The phone has this case, which isn't closed. */
  | { readonly kind: 'other'; readonly case: number };

export interface CaseStepAsked {
  readonly id: number;
  readonly step: CaseStep;
  readonly actor: AuditActor;
  /** The version that was seen; undefined: any. */
  readonly version: number | undefined;
  readonly nowMs: number;
  /** After how many ms without anybody the duty list is paged, once the case waits again. */
  readonly pageAgainMs: number;
}

export interface CaseFromInbox {
  readonly inboxId: number;
  /** Whether the actor takes the case at once. */
  readonly take: boolean;
  readonly actor: AuditActor;
  readonly nowMs: number;
  readonly pageAgainMs: number;
}

export interface CaseFilter {
  readonly state: CaseState | undefined;
  readonly alert: number | undefined;
}

export interface CaseFigures {
  readonly open: number;
  readonly taken: number;
  readonly closed: number;
  /** Since when the oldest case that nobody has taken waits. */
  readonly waitingSince: number | undefined;
  /** Open ones for which nobody could be paged. */
  readonly unpaged: number;
  /** When that was first so of the newest of them. */
  readonly lastUnpagedAt: number | undefined;
}

/** The cases of an alert by state, and the closed ones by outcome. */
export interface AlertCases {
  readonly open: number;
  readonly taken: number;
  readonly closed: number;
  readonly byOutcome: Readonly<Partial<Record<CaseOutcome, number>>>;
}

export interface CaseRepository {
  /** Cases that are not closed come oldest first, all others newest first. */
  cases(filter: CaseFilter, page: Page): Promise<Paged<HelpCase>>;
  getCase(id: number): Promise<CaseWithHistory | undefined>;
  /** Takes the step, in one commit with its line in the history and in the audit log, and with its event. */
  stepCase(asked: CaseStepAsked): Promise<CaseVerdict>;
  /** Makes a case of a message in the inbox; `unknown`: there is no such message. */
  openCase(asked: CaseFromInbox): Promise<CaseVerdict>;
  caseFigures(): Promise<CaseFigures>;
  casesOfAlert(alert: number): Promise<AlertCases>;
}
