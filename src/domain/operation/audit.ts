import type { Page, Paged } from '../../kernel/page.ts';

/** Who did something: a token; or, with an id that no token has, the command line, a schedule, a phone. */
export interface AuditActor {
  /** Such as a token's id, `cli`, or `phone:+33639980001`. */
  readonly id: string;
  readonly name: string;
}

/** Small, and free of message texts: it goes out as JSON to whoever may read the log of who did what. */
export type AuditDetail = Readonly<Record<string, unknown>>;

/** Something that somebody did. */
export interface AuditNote {
  /** ms since the epoch. */
  readonly at: number;
  readonly actor: AuditActor;
  /** What was done, from the general to the particular: `route.disable`. */
  readonly action: string;
  /** To what, its kind first: `route:orange`, `number:+33639980001`. */
  readonly subject: string;
  readonly detail: AuditDetail;
}

export interface AuditEntry extends AuditNote {
  readonly id: number;
}

/** Keeps who did what. */
export interface Audit {
  /**
   * Resolves when it is on disk. What can't be told from the store alone is recorded before it is done.
   * @throws TocsinError `storeUnavailable`
   */
  record(actor: AuditActor, action: string, subject: string, detail?: AuditDetail): Promise<void>;
}

export interface AuditFilter {
  /** The id of an actor, or the name. */
  readonly actor: string | undefined;
  /** `route.disable`; `route` for all that was done to routes. */
  readonly action: string | undefined;
  /** `route:orange`; `route` for every route. */
  readonly subject: string | undefined;
  /** ms since the epoch. */
  readonly since: number | undefined;
}

export interface AuditRepository {
  addAudit(note: AuditNote): Promise<void>;
  /** Newest first. */
  audit(filter: AuditFilter, page: Page): Promise<Paged<AuditEntry>>;
}
