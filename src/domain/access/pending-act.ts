import type { Page, Paged } from '../../kernel/page.ts';
import type { NewMessage } from '../messages/message.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { AuditActor, AuditNote } from '../operation/audit.ts';
import type { Role } from './role.ts';
import type { User, UserChange, UserDefinition, UserMade, UserWrite } from './user.ts';

/** What gives a user more rights: a new user with them, other roles, or that a disabled user comes back. */
type ActKind = 'create' | 'replace' | 'enable';

/** An act of an admin that waits for another admin. */
export interface PendingAct {
  readonly id: number;
  readonly kind: ActKind;
  /** The name of the user. */
  readonly name: string;
  readonly roles: readonly Role[];
  readonly language: string;
  readonly phone: Msisdn | undefined;
  /** The user's version when it was asked for; undefined: there was no such user. */
  readonly version: number | undefined;
  /** What the approver saw: of everything above but the id. */
  readonly hash: string;
  readonly askedBy: AuditActor;
  /** ms since the epoch. */
  readonly askedAt: number;
  readonly until: number;
}

export type NewPendingAct = Omit<PendingAct, 'id'>;

/** Exactly what is written when an act is approved. */
export interface ApprovedAct {
  readonly id: number;
  readonly hash: string;
  /** The user whom it changes; undefined: it makes one. */
  readonly user: User | undefined;
  readonly definition: UserDefinition;
  readonly write: UserWrite;
  /** Who approved it. */
  readonly note: AuditNote;
}

/** `gone`: it waits no more: approved, refused or too old. */
export type ActCarriedOut = (UserMade | UserChange)['kind'] | 'gone';

/** The acts that wait, on disk. A settled one is deleted in the commit that settles it; the audit log has it. */
export interface PendingActRepository {
  /**
   * Stores an act, and the messages that tell of it. Acts that are too old are deleted in the same commit.
   * @returns the id; `tooMany`: so many wait already that nothing was stored
   */
  addPendingAct(
    act: NewPendingAct,
    note: AuditNote,
    messages: readonly NewMessage[],
    most: { readonly all: number; readonly ofOne: number },
  ): Promise<number | 'tooMany'>;
  pendingAct(id: number, nowMs: number): Promise<PendingAct | undefined>;
  /** Oldest first. */
  pendingActs(nowMs: number, page: Page): Promise<Paged<PendingAct>>;
  /** Carries the act out, in the commit of its approval. Unless it is `done`, nothing is written, and it waits on. */
  carryOut(approved: ApprovedAct): Promise<ActCarriedOut>;
  /** False: it waits no more. */
  dropPendingAct(id: number, note: AuditNote): Promise<boolean>;
}
