import type { FastifyReply, FastifyRequest } from 'fastify';
import { isInRanges } from '../../../access/address-ranges.ts';
import { may, type Permission } from '../../../access/permissions.ts';
import type { Session } from '../../../access/sign-in/sessions.ts';
import type { Principal } from '../../../access/tokens.ts';
import type { AlertActor } from '../../../domain/alerts/alert.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { RefusedFor } from '../../../ops/refusals.ts';
import { COUNTED, changeFirst, confirmFirst, forbidden } from '../edge/refused-calls.ts';
import { clientAddress } from '../forward/client.ts';
import { Refusal, sendProblem } from '../problems.ts';
import type { Authenticator } from '../services.ts';
import { WrongTokens } from '../wrong-tokens.ts';
import type { Cookies } from './cookies.ts';

type Hook = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;

/** The permission that each hook checks, for the description of the API. */
const needs = new WeakMap<object, Permission>();

/** The permission that a hook of a route checks; undefined: the route needs none. */
export const permissionOf = (hook: object | undefined): Permission | undefined =>
  hook === undefined ? undefined : needs.get(hook);

/** A hook that needs the permission only of some requests. */
export const needing = (permission: Permission, hook: Hook): Hook => {
  needs.set(hook, permission);
  return hook;
};

/** `confirmed`: a session must have had the password or a code a short time ago. Tokens are not asked. */
type How = 'confirmed' | undefined;

const SCHEME = 'bearer ';

/** The token of an Authorization header; the name of the scheme is case-insensitive (RFC 9110 11.1). */
const bearerOf = (header: string | undefined): string | undefined =>
  header?.slice(0, SCHEME.length).toLowerCase() === SCHEME ? header.slice(SCHEME.length).trim() : undefined;

/** Checks tokens, sessions and permissions, in a hook that runs before the body is read. */
export class Access {
  readonly #tokens: Authenticator;
  readonly #cookies: Cookies;
  readonly #principals = new WeakMap<FastifyRequest, Principal>();
  readonly #sessions = new WeakMap<FastifyRequest, Session>();

  readonly #wrong: WrongTokens;
  readonly #refused: (why: RefusedFor) => void;

  /** @param refused called for each call that is refused */
  constructor(tokens: Authenticator, cookies: Cookies, clock: Clock, refused: (why: RefusedFor) => void) {
    this.#tokens = tokens;
    this.#cookies = cookies;
    this.#wrong = new WrongTokens(clock);
    this.#refused = refused;
  }

  /** The hook of a route: it answers 401 or 403, unless the token or the session has the permission. */
  need(permission: Permission, how?: How): Hook {
    return needing(permission, (request, reply, done) => {
      const token = bearerOf(request.raw.headers.authorization);
      if (token === undefined) {
        this.#withSession(request, reply, done, (session) => {
          if (session.mustChange) return changeFirst();
          if (!may(session.principal, permission)) return forbidden(session.principal, permission);
          return how === undefined || session.isConfirmed ? undefined : confirmFirst();
        });
        return;
      }
      const found = this.#tokens.authenticate(token);
      if (found instanceof Promise) {
        found.then((principal) => this.#admit(permission, principal, request, reply, done), done);
      } else {
        this.#admit(permission, found, request, reply, done);
      }
    });
  }

  /**
   * The hook of a route about the session itself, which no token has.
   * @param how `always`: also before a one-time password is changed
   */
  needSession(how?: How | 'always'): Hook {
    return (request, reply, done) => {
      if (bearerOf(request.raw.headers.authorization) !== undefined) {
        refuse(reply, 'A token has no session. Sign in, and send the cookie without a token.');
        return;
      }
      this.#withSession(request, reply, done, ({ mustChange, isConfirmed }) => {
        if (mustChange && how !== 'always') return changeFirst();
        return how !== 'confirmed' || isConfirmed ? undefined : confirmFirst();
      });
    };
  }

  /** The principal of a request. @throws Error in a route without an access hook */
  principal(request: FastifyRequest): Principal {
    const principal = this.#principals.get(request);
    if (principal === undefined) throw new Error(`${request.routeOptions.url} has no access hook`);
    return principal;
  }

  /** The principal of a request, also of one that is refused; undefined: it has no valid token, or needs none. */
  found(request: FastifyRequest): Principal | undefined {
    return this.#principals.get(request);
  }

  /** The session of a request. @throws Error in a route without `needSession` */
  session(request: FastifyRequest): Session {
    const session = this.#sessions.get(request);
    if (session === undefined) throw new Error(`${request.routeOptions.url} needs no session`);
    return session;
  }

  /**
   * For what only some requests of a route ask.
   * @throws Refusal `confirmation-required` if the request is of a session whose password was entered too long ago
   */
  needConfirmed(request: FastifyRequest): void {
    if (this.#sessions.get(request)?.isConfirmed !== false) return;
    this.#refused('confirmation');
    throw confirmFirst();
  }

  /** Who does what a request asks for, as the audit log and the logs of alerts name them. */
  actor(request: FastifyRequest): AlertActor {
    return this.principal(request).actor;
  }

  /** Whether the principal of a request has this permission too, beside the one that the route needs. */
  may(request: FastifyRequest, permission: Permission): boolean {
    return may(this.principal(request), permission);
  }

  /**
   * Whether the token or the session of an earlier request still has the permission, such as while a stream of events
   * is open.
   */
  async still(request: FastifyRequest, permission: Permission): Promise<boolean> {
    const token = bearerOf(request.raw.headers.authorization);
    const principal =
      token === undefined
        ? (await this.#cookies.still(request))?.principal
        : await this.#tokens.authenticate(token);
    return principal !== undefined && may(principal, permission);
  }

  #admit(
    permission: Permission,
    principal: Principal | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
    done: () => void,
  ): void {
    if (principal === undefined) {
      this.#refused('token');
      const waitS = this.#wrong.count(clientAddress(request));
      if (waitS === undefined)
        refuse(reply, 'The token is not known, or has expired.', ', error="invalid_token"');
      else {
        reply.header('retry-after', String(waitS)).header('connection', 'close');
        sendProblem(reply, 'too-many-wrong-tokens', {
          detail: `The token is not known. Wait ${waitS} s; a valid token is taken at once.`,
        });
      }
      return;
    }
    if (!isTakenFrom(principal, request)) {
      this.#refused('role');
      sendProblem(reply, 'forbidden', {
        detail: `The token "${principal.name}" is not taken from this address.`,
      });
      return;
    }
    this.#principals.set(request, principal);
    if (may(principal, permission)) done();
    else {
      this.#refused('role');
      send(reply, forbidden(principal, permission));
    }
  }

  /** @param whyNot why the session may not do it; undefined: it may */
  #withSession(
    request: FastifyRequest,
    reply: FastifyReply,
    done: (error?: Error) => void,
    whyNot: (session: Session) => Refusal | undefined,
  ): void {
    const id = this.#cookies.idIn(request);
    if (id === undefined) {
      refuse(reply, 'Send a token, Authorization: Bearer tocsin_…, or sign in.');
      return;
    }
    this.#cookies.session(request, id).then((session) => {
      if (session === undefined) return refuse(reply, 'The session has ended: sign in again.');
      if (session instanceof Refusal) return send(reply, session);
      this.#sessions.set(request, session);
      this.#principals.set(request, session.principal);
      const refusal = this.#cookies.unproven(request, session) ?? whyNot(session);
      if (refusal === undefined) return done();
      const why = COUNTED[refusal.problem];
      if (why !== undefined) this.#refused(why);
      send(reply, refusal);
    }, done);
  }
}

const isTakenFrom = ({ addresses }: Principal, request: FastifyRequest): boolean =>
  addresses === undefined || isInRanges(clientAddress(request), addresses);

const refuse = (reply: FastifyReply, detail: string, error = ''): void => {
  reply.header('www-authenticate', `Bearer realm="tocsin"${error}`);
  sendProblem(reply, 'unauthenticated', { detail });
};

const send = (reply: FastifyReply, { problem, more }: Refusal): void => {
  sendProblem(reply, problem, more);
};
