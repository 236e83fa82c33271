import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Audit, AuditDetail } from '../../domain/operation/audit.ts';
import { acting } from '../../kernel/acts/acting.ts';
import type { Clock } from '../../kernel/clock.ts';
import { FewTimes } from '../../kernel/few-times.ts';
import type { Log } from '../../kernel/log.ts';
import { Rarely } from '../../kernel/rarely.ts';
import type { Access } from './access/access.ts';
import { type ProblemName, problemOf } from './problems.ts';

/**
 * Requests that change something and leave no entry: a single message is a record of its own, with its owner and time,
 * and there may be thousands a second.
 */
export const ownRecord: ReadonlySet<string> = new Set(['POST /v1/messages']);

/** Downloads of people, or of the log itself: each leaves an entry before it is answered, or is not answered. */
export const downloads: ReadonlySet<string> = new Set(['GET /v1/audit.jsonl', 'GET /v1/contacts.csv']);

/**
 * Requests that show people, their numbers or what they wrote. A screen asks for them again and again, so an actor has
 * at most one entry for each in ten minutes. `POST /v1/rules/count` changes nothing, and shows a few of them. `GET
 * /v1/people/:number/export` has an entry of its own, with the number.
 */
export const peopleReads: ReadonlySet<string> = new Set([
  'GET /v1/alerts/:id/answers',
  'GET /v1/cases',
  'GET /v1/cases/:id',
  'GET /v1/contacts',
  'GET /v1/contacts/:id',
  'GET /v1/events',
  'GET /v1/inbox',
  'GET /v1/inbox/aside',
  'GET /v1/lists/:id/members',
  'GET /v1/messages',
  'GET /v1/messages/:id',
  'GET /v1/opt-outs',
  'GET /v1/opt-outs/held',
  'GET /v1/people/dead',
  'GET /v1/receipts',
  'POST /v1/rules/count',
]);
const READ_AGAIN_MS = 600_000;

/** Refusals that are a decision about who may do what, or about what may go out. */
const decisions: ReadonlySet<ProblemName> = new Set([
  'forbidden',
  'confirmation-required',
  'wrong-csrf-token',
  'own-approval',
  'needs-approval',
  'cannot-launch',
  'recently-alerted',
  'not-approvable',
  'last-admin',
  'retention-held',
]);

/** How many refusals of one actor are noted in a minute; the others are counted in the log. */
const NOTED_A_MINUTE = 20;
const MINUTE_MS = 60_000;

interface Around {
  readonly access: Access;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
}

const routeOf = ({ method, routeOptions }: FastifyRequest): string => `${method} ${routeOptions.url}`;

/** The ids in the path: they name no person. A number of a phone stands in no entry of this kind. */
const detailOf = ({ id, params }: FastifyRequest): AuditDetail => {
  const given = typeof params === 'object' && params !== null && 'id' in params ? params.id : undefined;
  return given === undefined ? { request: id } : { request: id, id: given };
};

/**
 * Notes in the audit log what is asked of the API. A change gets its entry in its own commit: the store writes it with
 * the first call that changes something (`src/store/rules/operation/noted-acts.ts`).
 */
export const noteActs = (app: FastifyInstance, { access, audit, clock, log }: Around): void => {
  let acts = 0;
  const refusals = new FewTimes(NOTED_A_MINUTE, MINUTE_MS, clock);
  const reads = new FewTimes(1, READ_AGAIN_MS, clock);
  const unnoted = new Rarely();

  app.addHook('preValidation', (request, _reply, done) => {
    const principal = access.found(request);
    if (principal === undefined || request.method === 'GET' || ownRecord.has(routeOf(request))) {
      done();
      return;
    }
    acts += 1;
    const { id, name } = principal.actor;
    const act = {
      // Not the id of the request, which a client may choose.
      serial: acts,
      at: clock.now(),
      actor: { id, name },
      action: 'api.change',
      subject: `api:${routeOf(request)}`,
      detail: detailOf(request),
    };
    acting(act, done);
  });

  app.addHook('preHandler', async (request) => {
    const principal = access.found(request);
    const route = routeOf(request);
    if (principal === undefined) return;
    const note = () => audit.record(principal.actor, 'api.read', `api:${route}`, detailOf(request));
    if (downloads.has(route)) await note();
    else if (peopleReads.has(route) && reads.take(`${principal.actor.id} ${route}`)) {
      // In a crisis people must be seen also while the disk is full.
      await note().catch((error: unknown) => {
        log.error({ err: error }, 'a read of people could not be noted in the audit log');
      });
    }
  });

  app.addHook('onSend', async (request, reply) => {
    const problem = problemOf(reply);
    const principal = access.found(request);
    if (problem === undefined || !decisions.has(problem) || principal === undefined) return;
    const { actor } = principal;
    if (refusals.take(actor.id)) {
      const detail = { ...detailOf(request), problem };
      // The refusal stands, whether or not the disk takes the entry.
      await audit.record(actor, 'api.refuse', `api:${routeOf(request)}`, detail).catch((error: unknown) => {
        log.error({ err: error }, 'a refusal could not be noted in the audit log');
      });
      return;
    }
    const times = unnoted.happened(clock.now());
    if (times !== undefined) {
      log.warn({ actor: actor.id, times, problem }, 'more calls are refused than the audit log notes');
    }
  });
};
