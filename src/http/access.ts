import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '../domain/store.ts';
import type { Principal } from '../ops/tokens.ts';
import { sendProblem } from './problems.ts';
import type { Authenticator } from './services.ts';

/**
 * - `send`: hand in, preview and cancel messages
 * - `readMessages`: see messages (without `readAll`: one's own)
 * - `readAll`: see and cancel everybody's messages
 * - `watch`: routes, inbox, receipts, metrics
 * - `operateRoutes`: enable, disable, test and trace routes, ask and restore their SIMs
 * - `clearPins`: let a PIN be tried once more on a SIM
 * - `readPeople`: see contacts, lists, segments, areas, opt-outs; count audiences
 * - `managePeople`: change and import them
 * - `erasePeople`: hand out, or erase, all that is kept of a person
 * - `prepare`: keep templates and scenarios; write, hand in and discard alerts
 * - `approve`: be the second person for what others prepared
 * - `readAudit`: see who did what
 * - `readAlerts`: see alerts, preview them
 * - `launch`: let alerts go, correct and resend them
 * - `brake`: pause, resume and stop alerts
 * - `manageTokens`: see and revoke tokens
 * - `issueCodes`: give phones one-time codes to launch with
 * - `manageWebhooks`: say whom we tell what happens
 * - `manageRetention`: see what would be deleted for its age, delete it now, confirm the clock
 * - `traceUnmasked`: see the numbers and texts that pass over a route, whoever's they are
 */
export type Permission =
  | 'send'
  | 'readMessages'
  | 'readAll'
  | 'watch'
  | 'operateRoutes'
  | 'clearPins'
  | 'readPeople'
  | 'managePeople'
  | 'erasePeople'
  | 'prepare'
  | 'approve'
  | 'readAudit'
  | 'readAlerts'
  | 'launch'
  | 'brake'
  | 'manageTokens'
  | 'issueCodes'
  | 'manageWebhooks'
  | 'manageRetention'
  | 'traceUnmasked';

const viewer: readonly Permission[] = ['readMessages', 'readAll', 'watch', 'readPeople', 'readAlerts'];
const operator: readonly Permission[] = [
  ...viewer,
  'send',
  'operateRoutes',
  'managePeople',
  'prepare',
  'launch',
  'brake',
];

const allowed: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  sender: new Set<Permission>(['send', 'readMessages']),
  viewer: new Set(viewer),
  operator: new Set(operator),
  approver: new Set<Permission>([...viewer, 'approve', 'brake', 'readAudit']),
  admin: new Set<Permission>([
    ...operator,
    'approve',
    'clearPins',
    'erasePeople',
    'issueCodes',
    'readAudit',
    'manageTokens',
    'manageWebhooks',
    'manageRetention',
    'traceUnmasked',
  ]),
};

export const may = (principal: Principal, permission: Permission): boolean =>
  allowed[principal.role].has(permission);

type Hook = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;

const SCHEME = 'bearer ';

/** The token of an Authorization header; the name of the scheme is case-insensitive (RFC 9110 11.1). */
const bearerOf = (header: string | undefined): string | undefined =>
  header?.slice(0, SCHEME.length).toLowerCase() === SCHEME ? header.slice(SCHEME.length).trim() : undefined;

/** Who may do what: a hook for each permission, before the body is read. */
export class Access {
  readonly #tokens: Authenticator;
  readonly #principals = new WeakMap<FastifyRequest, Principal>();

  constructor(tokens: Authenticator) {
    this.#tokens = tokens;
  }

  /** The hook that lets pass who has the permission; answers 401 or 403 to everybody else. */
  need(permission: Permission): Hook {
    return (request, reply, done) => {
      const token = bearerOf(request.raw.headers.authorization);
      if (token === undefined) {
        refuse(reply, 'Bearer realm="tocsin"', 'Send a token: Authorization: Bearer tocsin_…');
        return;
      }
      const found = this.#tokens.authenticate(token);
      if (found instanceof Promise) {
        found.then((principal) => this.#admit(permission, principal, request, reply, done), done);
      } else {
        this.#admit(permission, found, request, reply, done);
      }
    };
  }

  /** Who asks. Only in routes that have one of these hooks. */
  principal(request: FastifyRequest): Principal {
    const principal = this.#principals.get(request);
    if (principal === undefined) throw new Error(`${request.routeOptions.url} has no access hook`);
    return principal;
  }

  /** Whether who asked, a while ago, would still be let in. */
  async still(request: FastifyRequest, permission: Permission): Promise<boolean> {
    const token = bearerOf(request.raw.headers.authorization);
    const principal = token === undefined ? undefined : await this.#tokens.authenticate(token);
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
      refuse(reply, 'Bearer realm="tocsin", error="invalid_token"', 'The token is not known.');
    } else if (may(principal, permission)) {
      this.#principals.set(request, principal);
      done();
    } else {
      sendProblem(reply, 'forbidden', { detail: `The token "${principal.name}" is a ${principal.role}.` });
    }
  }
}

const refuse = (reply: FastifyReply, challenge: string, detail: string): void => {
  reply.header('www-authenticate', challenge);
  sendProblem(reply, 'unauthenticated', { detail });
};
