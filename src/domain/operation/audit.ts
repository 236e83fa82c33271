import type { Page, Paged } from '../../kernel/page.ts';

/**
 * Who did something: a user, a token, the command line, a schedule or a phone. An actor that is no token has an id
 * that no token can have.
 */
export interface AuditActor {
  /** Such as `user:1`, the id of a token without a user, `cli`, or `phone:+33639980001`. */
  readonly id: string;
  readonly name: string;
}

/** What the gateway does by itself, such as at a time or after a receipt. */
export const GATEWAY: AuditActor = { id: 'tocsin', name: 'the gateway' };

/** Details are small and hold no texts of messages: everybody who may read the audit log gets them as JSON. */
export type AuditDetail = Readonly<Record<string, unknown>>;

/** Something that was done, for the audit log. */
export interface AuditNote {
  /** ms since the epoch. */
  readonly at: number;
  readonly actor: AuditActor;
  /** The action, from the general to the particular, such as `route.disable`. */
  readonly action: string;
  /** The object of the action, with its kind first: `route:orange`, `number:+33639980001`. */
  readonly subject: string;
  readonly detail: AuditDetail;
}

export interface AuditEntry extends AuditNote {
  readonly id: number;
}

/** Writes the audit log. */
export interface Audit {
  /**
   * Resolves when the note is on disk. Before an action whose result can't be read from the store later, the note is
   * written first.
   * @throws TocsinError `storeUnavailable`
   */
  record(actor: AuditActor, action: string, subject: string, detail?: AuditDetail): Promise<void>;
}

export interface AuditFilter {
  /** The id or the name of an actor. */
  readonly actor: string | undefined;
  /** `route.disable`, or `route` for all actions on routes. */
  readonly action: string | undefined;
  /** `route:orange`, or `route` for all routes. */
  readonly subject: string | undefined;
  /** ms since the epoch. */
  readonly since: number | undefined;
}

export interface AuditRepository {
  addAudit(note: AuditNote): Promise<void>;
  /** The exports of a file with this SHA-256, in hexadecimal, newest first; at most `limit`. */
  exportsOf(sha256: string, limit: number): Promise<readonly AuditEntry[]>;
  /** Newest first. */
  audit(filter: AuditFilter, page: Page): Promise<Paged<AuditEntry>>;
}
