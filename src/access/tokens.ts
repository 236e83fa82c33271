import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role } from '../domain/access/role.ts';
import type { FoundToken, ListedToken, Owner, TokenRemoval, TokenStore } from '../domain/access/token.ts';
import { type Bounds, NO_TERMS, type TokenTerms } from '../domain/access/token-limits.ts';
import type { User } from '../domain/access/user.ts';
import { actorIdOf } from '../domain/access/user.ts';
import type { AlertActor } from '../domain/alerts/alert.ts';
import type { AuditActor } from '../domain/operation/audit.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Page, Paged } from '../kernel/page.ts';
import { boundsOf } from './bounds-of.ts';
import { rolesOf } from './permissions.ts';
import { TokenUses } from './token-uses.ts';

/** The token or the session by which a request was authenticated. */
export interface Principal extends Bounds {
  /** The id of the token, or of the user whose session it is. Messages that it sends have this id as their owner. */
  readonly id: string;
  readonly name: string;
  /** Undefined: a session, which may do whatever the user may. */
  readonly role: Role | undefined;
  /** The user whom the token belongs to: it may do no more than the user. Undefined: it is the token of a system. */
  readonly user: Pick<User, 'id' | 'name' | 'roles'> | undefined;
  /**
   * Whether it acts for a person, who can be the second person of an alert: the token of a user does. Until there are
   * users, every token does, so that installations from before there were users go on working.
   */
  readonly isPerson: boolean;
  /** Who did what this token asks for: the user, or the token. All tokens of one name are one actor. */
  readonly actor: AlertActor;
}

/** A promise only if the token must be read from the store: for other tokens, no turn of the event loop is lost. */
export type Authenticated = Principal | undefined | Promise<Principal | undefined>;

interface Known {
  /** Undefined for an id that no token has. */
  readonly principal: Principal | undefined;
  readonly secretHash: Uint8Array;
  /**
   * The secret, kept once its hash has matched. Comparing two secrets takes a tenth of the time of hashing one, and
   * up to 50,000 requests a second are authenticated.
   */
  proved: Uint8Array;
  /** When the store was read, ms since the epoch. */
  readonly foundAt: number;
}

// Nine octets are 12 characters of base64url, 32 octets are 43. The secret has as many bits as its SHA-256.
const ID_OCTETS = 9;
const SECRET_OCTETS = 32;
const PREFIX = 'tocsin_';
const ID_LENGTH = 12;
const SECRET_LENGTH = 43;
const SECRET_AT = PREFIX.length + ID_LENGTH + 1;
const LENGTH = SECRET_AT + SECRET_LENGTH;

/**
 * How long a token is trusted after it was read from the store, in ms; then it is read again. A token that another
 * process revoked, or whose user another process disabled, works for at most this time.
 */
const BELIEVED_MS = 2000;

/** The actor of what is done with the command line. */
export const COMMAND_LINE: AuditActor = { id: 'cli', name: 'the command line' };

const sha256 = (secret: string): Uint8Array => hash('sha256', secret, 'buffer');

// The value of `proved` until the hash of a secret has matched. No client knows these octets.
const UNPROVED: Uint8Array = randomBytes(SECRET_LENGTH);

/** A secret with an unknown id is compared with this entry, so that the refusal takes as long as for a known id. */
const nobody: Known = { principal: undefined, secretHash: randomBytes(32), proved: UNPROVED, foundAt: 0 };

/** Bearer tokens, `tocsin_<id>_<secret>`. The store keeps only the SHA-256 of the secret. */
export class Tokens {
  readonly #store: TokenStore;
  readonly #clock: Clock;
  /** Tokens that were read from the store, by id. Unknown ids are not added, so that no client can fill the map. */
  readonly #known = new Map<string, Known>();
  /** Ids of revoked tokens. A read of the store that began before the revocation must not add them again. */
  readonly #revoked = new Set<string>();
  /** Grows when what was read of tokens may be wrong. A read that began before that must not be remembered. */
  #reading = 0;
  readonly #asked = new Map<string, Promise<Known | undefined>>();
  readonly #uses: TokenUses;

  constructor(store: TokenStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#uses = new TokenUses(store, clock);
  }

  /**
   * Makes a token. Resolves with its text once the token is on disk; the text cannot be read again later.
   * @param user whom it belongs to; left out: the token of a system
   * @throws TocsinError `storeUnavailable`
   */
  async create(
    name: string,
    role: Role,
    user?: Pick<User, 'id' | 'name'>,
    { limits, expiresAt }: TokenTerms = NO_TERMS,
  ): Promise<string> {
    const id = randomBytes(ID_OCTETS).toString('base64url');
    const secret = randomBytes(SECRET_OCTETS).toString('base64url');
    const now = this.#clock.now();
    const token = { id, name, role, user, secretHash: sha256(secret), createdAt: now, limits, expiresAt };
    await this.#store.addToken(token, {
      at: now,
      actor: COMMAND_LINE,
      action: 'token.create',
      subject: `token:${id}`,
      detail: user === undefined ? { name, role } : { name, role, user: user.name },
    });
    return `tocsin_${id}_${secret}`;
  }

  /** The principal of this token; undefined if there is no such token. Rejects with the error of the store. */
  authenticate(token: string): Authenticated {
    if (token.length !== LENGTH || !token.startsWith(PREFIX) || token[SECRET_AT - 1] !== '_')
      return undefined;
    const id = token.slice(PREFIX.length, SECRET_AT - 1);
    const secret = token.slice(SECRET_AT);
    const known = this.#known.get(id);
    if (known !== undefined && this.#clock.now() - known.foundAt < BELIEVED_MS) return verify(known, secret);
    return this.#ask(id).then((found) => {
      const principal = verify(found ?? nobody, secret);
      if (principal !== undefined) this.#uses.note(id);
      return principal;
    });
  }

  list(page: Page): Promise<Paged<ListedToken>> {
    return this.#store.listTokens(page);
  }

  /** Whose the messages with this owner are. */
  ownerOf(owner: string): Promise<Owner> {
    return this.#store.ownerOf(owner);
  }

  /**
   * Deletes a token: requests with it are not authenticated from now on.
   * @param isPerson whether a person asks: only a person revokes the token of a user
   * @param withdraw whether its queued messages are to be withdrawn: the caller wakes `TokenWithdrawing`
   * @throws TocsinError `storeUnavailable`
   */
  async revoke(
    id: string,
    by: AuditActor,
    isPerson: boolean,
    withdraw = false,
  ): Promise<TokenRemoval | 'needsPerson'> {
    // Whom a token belongs to never changes.
    if (!isPerson && (await this.#store.findToken(id))?.user !== undefined) return 'needsPerson';
    const at = this.#clock.now();
    const actor: AuditActor = { id: by.id, name: by.name };
    const note = {
      at,
      actor,
      action: 'token.revoke',
      subject: `token:${id}`,
      detail: withdraw ? { withdraw } : {},
    };
    const removal = await this.#store.removeToken(id, note, withdraw);
    if (removal === 'removed') {
      this.#revoked.add(id);
      this.#known.delete(id);
    }
    return removal;
  }

  /** Forgets what was read of tokens, after a change of a user: the next request with a token reads it anew. */
  forget(): void {
    this.#reading += 1;
    this.#known.clear();
    this.#asked.clear();
  }

  /** Reads a token from the store. Requests with the same id share one read. */
  #ask(id: string): Promise<Known | undefined> {
    const asked = this.#asked.get(id);
    if (asked !== undefined) return asked;
    const answer = this.#find(id).finally(() => {
      if (this.#asked.get(id) === answer) this.#asked.delete(id);
    });
    this.#asked.set(id, answer);
    return answer;
  }

  async #find(id: string): Promise<Known | undefined> {
    const askedAt = this.#clock.now();
    const reading = this.#reading;
    const stored = await this.#store.findToken(id);
    // A user was changed while the store was read: what was read may be from before.
    if (reading !== this.#reading) return this.#find(id);
    const isOver = stored?.expiresAt !== undefined && stored.expiresAt <= askedAt;
    if (stored === undefined || isOver || stored.user?.disabledAt !== undefined || this.#revoked.has(id)) {
      this.#known.delete(id);
      return undefined;
    }
    const known = {
      principal: { ...principalOf(stored), ...boundsOf(this.#store, this.#clock, stored) },
      secretHash: stored.secretHash,
      proved: UNPROVED,
      foundAt: askedAt,
    };
    this.#known.set(id, known);
    return known;
  }
}

const principalOf = ({ id, name, role, user, firstOfName = id, areUsers }: FoundToken): Principal => {
  if (user === undefined) {
    // Two tokens of one name are one person, also if the first of them was revoked since.
    const actor = { id: firstOfName, name, role, also: [id] };
    return { id, name, role, user, isPerson: !areUsers, actor };
  }
  const { id: userId, name: userName, roles, phone } = user;
  // What the user's phone asked for is the user's own too, be it from before the user had it here.
  const byPhone = phone === undefined ? [] : [`phone:${phone}`];
  return {
    id,
    name,
    role,
    user: { id: userId, name: userName, roles },
    isPerson: true,
    // The token that had the user's name before there were users was the same person.
    actor: {
      id: actorIdOf(user),
      name: userName,
      role,
      roles: rolesOf(role, user),
      also: [id, firstOfName, ...byPhone],
    },
  };
};

const verify = (known: Known, secret: string): Principal | undefined => {
  const octets = Buffer.from(secret, 'latin1');
  if (timingSafeEqual(octets, known.proved)) return known.principal;
  if (!timingSafeEqual(sha256(secret), known.secretHash)) return undefined;
  known.proved = octets;
  return known.principal;
};
