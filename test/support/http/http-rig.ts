import type { FastifyInstance } from 'fastify';
import type { Principal } from '../../../src/access/tokens.ts';
import type { Role } from '../../../src/domain/access/role.ts';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import type { AnswerRepository } from '../../../src/domain/operation/answer-repository.ts';
import type { Audit, AuditActor, AuditDetail, AuditRepository } from '../../../src/domain/operation/audit.ts';
import type { CloseReason } from '../../../src/http/server/connection.ts';
import { ConnectionGuard } from '../../../src/http/server/connection-guard.ts';
import type { ConnectionLimits } from '../../../src/http/server/connection-limits.ts';
import type { Tls } from '../../../src/http/server/listener.ts';
import { buildServer } from '../../../src/http/server/server.ts';
import type { HttpServices, Readiness } from '../../../src/http/server/services.ts';
import { unfitAnswers } from '../../../src/inbound/unfit-answers.ts';
import { TocsinError } from '../../../src/kernel/errors.ts';
import type { Log } from '../../../src/kernel/log.ts';
import { keptLog, noteTextsOf } from '../log/suite-log.ts';
import { notThere } from '../not-there.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { FakeIntake } from './fake-intake.ts';
import { FakeReader } from './fake-reader.ts';
import { FakeRoutes, FakeSim, FakeTrace } from './fake-routes.ts';

/** Remembers what was recorded in the audit log. */
class FakeAudit implements Audit, Pick<AuditRepository, 'audit'> {
  readonly notes: { actor: string; action: string; subject: string; detail: AuditDetail }[] = [];

  /** What the edge notes by itself: reads of people, downloads and refusals. */
  readonly acts: { actor: string; action: string; subject: string; detail: AuditDetail }[] = [];

  outOfReach = false;

  async record(actor: AuditActor, action: string, subject: string, detail: AuditDetail = {}): Promise<void> {
    if (this.outOfReach) throw new TocsinError('storeUnavailable', 'the disk is full');
    const notes = action.startsWith('api.') ? this.acts : this.notes;
    notes.push({ actor: actor.name, action, subject, detail });
  }

  async audit() {
    return { items: [], next: undefined };
  }
}

/** The store keeps an answer together with its note. Here the note goes to the fake, and the answer is kept after it. */
const withNotes = (answers: AnswerRepository, audit: Audit): AnswerRepository => ({
  beginAnswer: (key) => answers.beginAnswer(key),
  keepAnswer: async (key, answer, note) => {
    if (note !== undefined) await audit.record(note.actor, note.action, note.subject, note.detail);
    await answers.keepAnswer(key, answer);
  },
  dropAnswer: (key) => answers.dropAnswer(key),
  dropUnlessChanged: (key, act) => answers.dropUnlessChanged(key, act),
});

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: object;
}

/**
 * The HTTP server on fakes. The name of a role is a valid token of that role, `lost` is a token that can not be looked
 * up, and every other token is unknown.
 */
export class HttpRig {
  readonly clock = new VirtualClock();
  readonly intake = new FakeIntake(() => this.clock.now());
  readonly reader = new FakeReader(this.intake.messages);
  readonly trace = new FakeTrace(() => this.clock.now());
  readonly sim = new FakeSim();
  readonly routes = new FakeRoutes(this.trace, this.sim);
  readonly audit = new FakeAudit();
  /** Why calls were refused. */
  readonly refused: string[] = [];
  readonly log: LogLine[] = [];
  readiness: Readiness = { ready: true, routesUp: ['orange'], routesDown: ['modem-1'] };
  /** Whether tokens are looked up asynchronously, as in a store. */
  slowTokens = false;
  /** The text of /metrics. */
  metrics = 'tocsin_up 1\n';
  readonly app: FastifyInstance;
  readonly connections: ConnectionGuard;
  /** The reasons of the connections that were closed. */
  readonly closed: CloseReason[] = [];

  /** @param given services in place of the fakes, and of those that are not there */
  constructor(tls?: Tls, given: Partial<HttpServices> = {}, limits: ConnectionLimits = MANY) {
    this.connections = new ConnectionGuard({
      limits,
      clock: this.clock,
      log: this.#logger(),
      closed: (reason) => this.closed.push(reason),
    });
    this.app = buildServer(
      {
        connections: this.connections,
        intake: this.intake,
        reader: this.reader,
        routes: this.routes,
        tokens: {
          ...notThere<HttpServices['tokens']>('tokens'),
          authenticate: (token) => this.#authenticate(token),
          ownerOf: async (id) => ({ kind: 'system', id, name: id }),
        },
        tokenWithdrawals: notThere('tokenWithdrawals'),
        users: notThere('users'),
        pendingActs: {
          ...notThere<HttpServices['pendingActs']>('pendingActs'),
          isAsked: false,
          waits: () => false,
        },
        signIns: {
          sessions: {
            ...notThere<HttpServices['signIns']['sessions']>('sessions'),
            find: async () => undefined,
          },
          signIn: notThere('signIn'),
          own: notThere('own'),
          resets: notThere('resets'),
          passkeys: { own: notThere('passkeys'), signIn: notThere('passkeys') },
          signOn: undefined,
          origin: undefined,
        },
        delegations: notThere('delegations'),
        health: { ready: () => this.readiness },
        outlook: () => ({ routes: [], etaMs: undefined, inTime: false, reason: 'no route can send now' }),
        disk: () => ({ free: 80e9, reserve: 1e9 }),
        metrics: async () => this.metrics,
        answers: notThere('answers'),
        people: { ...notThere<HttpServices['people']>('people'), normalise: toMsisdn },
        senders: () => ({ organisation: undefined, names: [], numbers: [] }),
        onlookers: { run: 'r', join: () => undefined, end: () => {} },
        webhooks: notThere('webhooks'),
        templates: notThere('templates'),
        scenarios: notThere('scenarios'),
        launcher: notThere('launcher'),
        keywords: {
          repository: notThere('keywords'),
          fold: notThere('keywords'),
          whyNot: notThere('keywords'),
          listOf: notThere('keywords'),
          unfitAnswers,
        },
        cases: notThere('cases'),
        alertAnswers: notThere('alertAnswers'),
        audit: this.audit,
        heldOptOuts: notThere('heldOptOuts'),
        auditChain: notThere('auditChain'),
        refused: (why) => this.refused.push(why),
        reloader: notThere('reloader'),
        retention: notThere('retention'),
        alarms: notThere('alarms'),
        alarmKinds: notThere('alarmKinds'),
        bin: notThere('bin'),
        alerts: notThere('alerts'),
        notes: notThere('notes'),
        alertTests: notThere('alertTests'),
        reports: notThere('reports'),
        comparison: notThere('comparison'),
        exported: notThere('exported'),
        surveys: notThere('surveys'),
        timeZone: 'Europe/Paris',
        schedules: notThere('schedules'),
        drills: notThere('drills'),
        duty: { rosters: notThere('rosters'), dutyAt: notThere('rosters') },
        calendars: notThere('calendars'),
        earChecks: () => [],
        broadcasts: { broadcasts: async () => ({ items: [], next: undefined }) },
        cap: notThere('cap'),
        triggers: notThere('triggers'),
        baseMap: undefined,
        securityContact: 'mailto:security@prefecture.example',
        clock: this.clock,
        log: this.#logger(),
        version: '1.2.3',
        consoleFolder: '/nowhere',
        ...given,
        ...(given.answers && { answers: withNotes(given.answers, this.audit) }),
      },
      tls,
    );
  }

  /** Sends a request with the token of this role. */
  ask(
    role: Role | undefined,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
    noteTextsOf(body);
    return this.app.inject({
      method,
      url,
      headers: { ...(role === undefined ? {} : bearer(role)), ...headers },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : (body as object) }),
    });
  }

  #authenticate(token: string): Principal | undefined | Promise<Principal | undefined> {
    if (token === 'lost') return Promise.reject(new Error('the store is out of reach'));
    const principal = principals.find(({ id }) => id === token);
    return this.slowTokens ? Promise.resolve(principal) : principal;
  }

  #logger(): Log {
    const level = (name: LogLine['level']) => (fields: object) => {
      this.log.push({ level: name, fields });
    };
    return keptLog({
      debug: level('debug'),
      info: level('info'),
      warn: level('warn'),
      error: level('error'),
    });
  }
}

/** The principal of a token that belongs to no user, where there are no users. */
export const principalOf = (id: string, name: string, role: Role): Principal => ({
  id,
  name,
  role,
  user: undefined,
  isPerson: true,
  actor: { id, name, role },
});

const MANY: ConnectionLimits = { total: 1000, perAddress: 1000 };

const principals: readonly Principal[] = (
  ['sender', 'viewer', 'operator', 'approver', 'admin', 'other'] as const
).map((id) => principalOf(id, `the ${id}`, id === 'other' ? 'sender' : id));

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export const alert = { to: '+33639980001', text: 'Montez à l’étage.' };
