import type { FastifyInstance } from 'fastify';
import type { Principal } from '../../../src/access/tokens.ts';
import type { Role } from '../../../src/domain/access/token.ts';
import type { Message, MessageFilter, TimelineEntry } from '../../../src/domain/messages/message.ts';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import type { Audit, AuditActor, AuditDetail, AuditRepository } from '../../../src/domain/operation/audit.ts';
import type { RouteTrace } from '../../../src/domain/routes/route.ts';
import type { RoutesControl, RouteView } from '../../../src/domain/routes/routes-control.ts';
import type { SimAct, SimControl, UssdAnswer } from '../../../src/domain/routes/sim-control.ts';
import type { CloseReason } from '../../../src/http/server/connection.ts';
import { ConnectionGuard } from '../../../src/http/server/connection-guard.ts';
import type { ConnectionLimits } from '../../../src/http/server/connection-limits.ts';
import type { Tls } from '../../../src/http/server/listener.ts';
import { buildServer } from '../../../src/http/server/server.ts';
import type { HttpServices, Reader, Readiness } from '../../../src/http/server/services.ts';
import { unfitAnswers } from '../../../src/inbound/unfit-answers.ts';
import { TocsinError } from '../../../src/kernel/errors.ts';
import type { Log } from '../../../src/kernel/log.ts';
import type { Page } from '../../../src/kernel/page.ts';
import { notThere } from '../not-there.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { FakeIntake } from './fake-intake.ts';

export const orange: RouteView = {
  id: 'orange',
  type: 'smpp',
  state: 'up',
  reason: undefined,
  rate: 12.5,
  contractedRate: 500,
  latencyMs: 31,
  backlog: 7,
  etaMs: { critical: 31, high: 31, normal: 31, low: 91 },
  inFlight: 3,
  sentToday: 1200,
  modem: undefined,
  receiptId: 'hex',
  refusals: [
    { status: 'ESME_RMSGQFUL', count: 0 },
    { status: 'ESME_RTHROTTLED', count: 4 },
  ],
};

export const modem1: RouteView = {
  id: 'modem-1',
  type: 'modem',
  state: 'down',
  reason: 'no such device',
  rate: 0,
  contractedRate: undefined,
  latencyMs: undefined,
  backlog: 0,
  etaMs: { critical: undefined, high: undefined, normal: undefined, low: undefined },
  inFlight: 0,
  sentToday: 0,
  modem: {
    imei: '490154203237518',
    operator: undefined,
    registration: 'searching',
    signalDbm: -71,
    simLimitLeft: undefined,
  },
  receiptId: undefined,
  refusals: undefined,
};

/** A trace that has seen one PDU, and remembers how it was started. */
class FakeTrace implements RouteTrace {
  until: number | undefined;
  unmasked = false;
  readonly lines = [
    { at: Date.UTC(2026, 0, 1, 0, 0, 5), direction: 'sent', pdu: 'enquire_link 7, 16 octets' },
  ] as const;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  start(forMs: number, { unmasked }: { readonly unmasked: boolean }): void {
    this.until = forMs === 0 ? undefined : this.#now() + forMs;
    this.unmasked = unmasked;
  }
}

/** A SIM that answers what it is told to, and remembers what was asked of it. */
class FakeSim implements SimControl {
  says: UssdAnswer = { kind: 'answered', text: 'Your balance is 10.00 EUR' };
  readonly codes: string[] = [];
  act: SimAct = { kind: 'done', iccid: '8988211000000000017' };
  readonly acts: string[] = [];

  async ussd(code: string): Promise<UssdAnswer> {
    this.codes.push(code);
    return this.says;
  }

  async clearPin(): Promise<SimAct> {
    this.acts.push('clearPin');
    return this.act;
  }

  async restore(): Promise<SimAct> {
    this.acts.push('restore');
    return this.act;
  }
}

/** Routes that remember what they were told. */
class FakeRoutes implements RoutesControl {
  readonly #trace: RouteTrace;
  readonly #sim: SimControl;
  readonly #views = new Map([orange, modem1].map((view) => [view.id, view]));

  constructor(trace: RouteTrace, sim: SimControl) {
    this.#trace = trace;
    this.#sim = sim;
  }

  sim(id: string): SimControl | undefined {
    return id === 'modem-1' ? this.#sim : undefined;
  }

  trace(id: string): RouteTrace | undefined {
    return id === 'orange' ? this.#trace : undefined;
  }

  list(): readonly RouteView[] {
    return [...this.#views.values()];
  }

  get(id: string): RouteView | undefined {
    return this.#views.get(id);
  }

  async setEnabled(id: string, enabled: boolean): Promise<boolean> {
    const view = this.#views.get(id);
    if (view === undefined) return false;
    this.#views.set(id, { ...view, state: enabled ? 'down' : 'disabled' });
    return true;
  }
}

/** Reads what the fake intake holds; remembers what it was asked. */
class FakeReader implements Reader {
  readonly filters: MessageFilter[] = [];
  readonly pages: Page[] = [];
  readonly timelines = new Map<MessageId, readonly TimelineEntry[]>();
  readonly #messages: ReadonlyMap<MessageId, Message>;

  constructor(messages: ReadonlyMap<MessageId, Message>) {
    this.#messages = messages;
  }

  async get(id: MessageId): Promise<Message | undefined> {
    return this.#messages.get(id);
  }

  async timeline(id: MessageId): Promise<readonly TimelineEntry[]> {
    return this.timelines.get(id) ?? [];
  }

  async list(filter: MessageFilter, page: Page) {
    this.filters.push(filter);
    this.pages.push(page);
    const mine = [...this.#messages.values()].filter(({ owner }) => (filter.owner ?? owner) === owner);
    return { items: mine.slice(0, page.limit), next: mine.length > page.limit ? 'more' : undefined };
  }

  async inbox(page: Page) {
    this.pages.push(page);
    const at = Date.UTC(2026, 0, 2);
    return {
      items: [
        {
          id: 5,
          at,
          route: 'modem-1',
          from: '+33639980007',
          to: undefined,
          text: '1',
          handledAs: 'answer' as const,
          alert: 7,
        },
      ],
      next: undefined,
    };
  }

  async unmatchedReceipts(page: Page) {
    this.pages.push(page);
    const receipt = {
      id: 9,
      at: Date.UTC(2026, 0, 2),
      route: 'orange',
      carrier: 'orange',
      ref: '1F',
      to: undefined,
      state: 'delivered',
      why: 'ambiguous',
      message: undefined,
      evidence: 'id:1F stat:DELIVRD',
    } as const;
    return { items: [receipt], next: '9' };
  }
}

/** Remembers what was recorded, and shows it as one page. */
class FakeAudit implements Audit, Pick<AuditRepository, 'audit'> {
  readonly notes: { actor: string; action: string; subject: string; detail: AuditDetail }[] = [];

  outOfReach = false;

  async record(actor: AuditActor, action: string, subject: string, detail: AuditDetail = {}): Promise<void> {
    if (this.outOfReach) throw new TocsinError('storeUnavailable', 'the disk is full');
    this.notes.push({ actor: actor.name, action, subject, detail });
  }

  async audit() {
    return { items: [], next: undefined };
  }
}

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: object;
}

/**
 * The edge with fakes behind it. A role is the token of its principal; `lost` is a token whose store is out of reach;
 * everything else is unknown.
 */
export class HttpRig {
  readonly clock = new VirtualClock();
  readonly intake = new FakeIntake(() => this.clock.now());
  readonly reader = new FakeReader(this.intake.messages);
  readonly trace = new FakeTrace(() => this.clock.now());
  readonly sim = new FakeSim();
  readonly routes = new FakeRoutes(this.trace, this.sim);
  readonly audit = new FakeAudit();
  readonly log: LogLine[] = [];
  readiness: Readiness = { ready: true, routesUp: ['orange'], routesDown: ['modem-1'] };
  /** Answers tokens a turn later, as a store does. */
  slowTokens = false;
  /** What /metrics says. */
  metrics = 'tocsin_up 1\n';
  readonly app: FastifyInstance;
  readonly connections: ConnectionGuard;
  /** Why connections were closed. */
  readonly closed: CloseReason[] = [];

  /** @param given real parts in place of fakes, or of those that no test of this one asks for */
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
        },
        health: { ready: () => this.readiness },
        metrics: async () => this.metrics,
        answers: notThere('answers'),
        people: notThere('people'),
        onlookers: { run: 'r', join: () => undefined, end: () => {} },
        webhooks: notThere('webhooks'),
        templates: notThere('templates'),
        scenarios: notThere('scenarios'),
        launcher: notThere('launcher'),
        keywords: {
          repository: notThere('keywords'),
          fold: notThere('keywords'),
          whyNot: notThere('keywords'),
          unfitAnswers,
        },
        alertAnswers: notThere('alertAnswers'),
        audit: this.audit,
        retention: notThere('retention'),
        alerts: notThere('alerts'),
        reports: notThere('reports'),
        schedules: notThere('schedules'),
        drills: notThere('drills'),
        cap: notThere('cap'),
        triggers: notThere('triggers'),
        clock: this.clock,
        log: this.#logger(),
        version: '1.2.3',
        ...given,
      },
      tls,
    );
  }

  /** A request with the token of this role. */
  ask(
    role: Role | undefined,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
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
    return { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') };
  }
}

const MANY: ConnectionLimits = { total: 1000, perAddress: 1000 };

const principals: readonly Principal[] = (
  ['sender', 'viewer', 'operator', 'approver', 'admin', 'other'] as const
).map((id) => ({ id, name: `the ${id}`, role: id === 'other' ? 'sender' : id }));

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export const alert = { to: '+33639980001', text: 'Montez à l’étage.' };
