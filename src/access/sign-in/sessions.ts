import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { roles } from '../../domain/access/role.ts';
import type { FoundSession, SignInRepository, StoredSession } from '../../domain/access/sign-in.ts';
import { actorIdOf, type User } from '../../domain/access/user.ts';
import type { AuditActor, AuditNote } from '../../domain/operation/audit.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Principal } from '../tokens.ts';

/** A session that nobody used for so long has ended. */
export const IDLE_MS = 30 * 60_000;
/** A session lasts so long at most. */
export const LONGEST_MS = 12 * 3_600_000;
/** So long after the password or a code was entered, the session may do what needs that. */
const CONFIRMED_MS = 5 * 60_000;
/** The last use is written at most once in this time: a write for each request would cost a sync of the disk. */
const TOUCH_EVERY_MS = 60_000;
const MOST_TOUCHED = 1000;
const ID_OCTETS = 32;
const ID = /^[\w-]{43}$/;

export const newSessionId = (): string => randomBytes(ID_OCTETS).toString('base64url');

/** The store has only this: the id has 256 bits, so a fast hash keeps it secret. */
export const sessionHashOf = (id: string): Buffer => hash('sha256', id, 'buffer');

/** A session that has not ended. */
export interface Session {
  readonly principal: Principal;
  readonly user: User;
  readonly idHash: Uint8Array;
  /** What a request that changes something sends too. It follows from the id, and doesn't tell it. */
  readonly csrf: string;
  /** The password is a one-time one: nothing may be done before it is changed. */
  readonly mustChange: boolean;
  /** Whether the password or a code was entered a short time ago. */
  readonly isConfirmed: boolean;
  readonly createdAt: number;
  /** When it ends unless it is used, ms since the epoch. */
  readonly expiresAt: number;
}

/** Sessions of users. Each request reads the session and its user anew: a change holds for the next request. */
export class Sessions {
  readonly #repository: SignInRepository;
  readonly #clock: Clock;
  /** Last uses that are newer than those on disk, by session. */
  readonly #touched = new Map<string, number>();

  constructor(repository: SignInRepository, clock: Clock) {
    this.#repository = repository;
    this.#clock = clock;
  }

  /**
   * The session of this id; undefined: there is none, it has ended, or its user is disabled.
   * @param isUse whether this keeps the session from being idle: not if only an open stream asks
   */
  async find(id: string, isUse = true): Promise<Session | undefined> {
    if (!ID.test(id)) return undefined;
    const idHash = sessionHashOf(id);
    const found = await this.#repository.findSession(idHash);
    if (found === undefined || found.user.disabledAt !== undefined) return undefined;
    const now = this.#clock.now();
    if (this.#expiresAt(found.session) <= now) return undefined;
    if (isUse) this.#touch(found.session, now);
    return {
      principal: principalOf(found),
      user: found.user,
      idHash,
      csrf: hash('sha256', `csrf ${id}`, 'base64url'),
      mustChange: found.mustChange,
      isConfirmed: now - found.session.confirmedAt < CONFIRMED_MS,
      createdAt: found.session.createdAt,
      expiresAt: this.#expiresAt(found.session),
    };
  }

  /** The user's sessions that have not ended, newest first, with their last uses. */
  async list({ id }: Pick<User, 'id'>): Promise<readonly StoredSession[]> {
    const all = await this.#repository.sessionsOf(id);
    return all
      .filter((one) => this.#expiresAt(one) > this.#clock.now())
      .map((one) => ({ ...one, usedAt: this.#usedAt(one) }));
  }

  async end({ idHash, user, principal }: Session): Promise<void> {
    await this.#repository.endSession(idHash, this.#note('session.end', user, principal.actor));
  }

  async endAll({ user, principal }: Session): Promise<void> {
    await this.#repository.endSessionsOf(user.id, this.#note('session.endAll', user, principal.actor));
  }

  #note(action: string, { name }: User, actor: AuditActor): AuditNote {
    const by = { id: actor.id, name: actor.name };
    return { at: this.#clock.now(), actor: by, action, subject: `user:${name}`, detail: {} };
  }

  #expiresAt(session: StoredSession): number {
    return Math.min(session.createdAt + LONGEST_MS, this.#usedAt(session) + IDLE_MS);
  }

  #usedAt({ idHash, usedAt }: StoredSession): number {
    return Math.max(usedAt, this.#touched.get(keyOf(idHash)) ?? 0);
  }

  /** The use counts also while the disk is full: an officer at work must not be signed out by it. */
  #touch({ idHash, usedAt }: StoredSession, now: number): void {
    const key = keyOf(idHash);
    this.#touched.delete(key);
    this.#touched.set(key, now);
    const [oldest] = this.#touched.keys();
    if (this.#touched.size > MOST_TOUCHED && oldest !== undefined) this.#touched.delete(oldest);
    if (now - usedAt >= TOUCH_EVERY_MS) this.#repository.touchSession(idHash, now).catch(() => {});
  }
}

/** Compares a secret in a time that doesn't depend on where it differs. */
export const isSameText = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));

/** The session as a text, for what belongs to it alone. */
export const bindingOf = ({ idHash }: Pick<Session, 'idHash'>): string => keyOf(idHash);

const keyOf = (idHash: Uint8Array): string => Buffer.from(idHash).toString('base64url');

const principalOf = ({ user, firstOfName }: FoundSession): Principal => {
  const id = actorIdOf(user);
  const { name, phone } = user;
  const also = [
    ...(firstOfName === undefined ? [] : [firstOfName]),
    ...(phone === undefined ? [] : [`phone:${phone}`]),
  ];
  // The user's greatest role stands for all of them in logs that name one.
  const role = roles.findLast((one) => user.roles.includes(one)) ?? 'viewer';
  return {
    id,
    name,
    role: undefined,
    user: { id: user.id, name, roles: user.roles },
    isPerson: true,
    actor: { id, name, role, roles: user.roles, also },
  };
};
