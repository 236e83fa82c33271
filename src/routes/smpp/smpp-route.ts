import type { SmppRouteConfig } from '../../config/routes/smpp-route.ts';
import type { Outcome } from '../../domain/messages/outcome.ts';
import type { Sender } from '../../domain/messages/sender.ts';
import { routeCapabilities } from '../../domain/routes/capabilities.ts';
import type {
  OutgoingPart,
  PartReport,
  RefusalCount,
  Route,
  RouteEvents,
  RouteState,
  RouteStatus,
} from '../../domain/routes/route.ts';
import type { RouteTrace } from '../../domain/routes/route-trace.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { outcomeOf } from '../../protocols/smpp/outcomes.ts';
import { PduTrace } from '../../protocols/smpp/pdu-trace.ts';
import type { LinkRole } from './link/bind-pdu.ts';
import { Link, type LinkDeps } from './link/link.ts';
import { Deliveries } from './receive/deliveries.ts';
import { Dialect } from './receive/dialect.ts';
import { compose } from './submit/compose.ts';
import { KnownTexts } from './submit/known-texts.ts';
import { readQueryAnswer } from './submit/query.ts';
import { Refusals } from './submit/refusals.ts';

export interface RouteDeps {
  readonly clock: Clock;
  readonly events: RouteEvents;
  readonly log: Log;
  /** Gives a random number from 0 to 1 (excluded), so that not all links are dialled again at the same moment. */
  readonly random: () => number;
  readonly dial: LinkDeps['dial'];
}

/** The members that an SMPP route has in addition to those of every route. */
export interface SmppRoute extends Route {
  readonly trace: RouteTrace;
  refusals(): readonly RefusalCount[];
}

/** Creates the route for one SMPP account of a carrier; it has one or several sessions. */
export const createSmppRoute = (config: SmppRouteConfig, deps: RouteDeps): SmppRoute =>
  new CarrierRoute(config, deps);

/** Pause in ms before a part that found no room is offered again, if the route doesn't report room earlier. */
const NO_ROOM_MS = 50;

class CarrierRoute implements SmppRoute {
  readonly id: string;
  readonly type = 'smpp';
  readonly capabilities = routeCapabilities.smpp;
  readonly trace: PduTrace;
  readonly ask: Route['ask'];
  readonly #config: SmppRouteConfig;
  readonly #texts: KnownTexts;
  readonly #deps: RouteDeps;
  readonly #carrier: string;
  readonly #dialect: Dialect;
  readonly #refusals = new Refusals();
  readonly #links: readonly Link[];
  readonly #senders: readonly Link[];
  #next = 0;
  /** How many links were bound at the last change, and when one that was bound ended, ms since the epoch. */
  #bound = 0;
  #linkEndedAt: number;
  #stopping: Promise<void> | undefined;
  #settled: (() => void) | undefined;

  constructor(config: SmppRouteConfig, deps: RouteDeps) {
    this.id = config.id;
    this.#config = config;
    this.#texts = new KnownTexts(config);
    this.#deps = deps;
    this.#linkEndedAt = deps.clock.now();
    this.trace = new PduTrace(deps.clock);
    this.#carrier = config.carrier ?? config.id;
    this.#dialect = new Dialect(config.receiptId);
    const deliveries = new Deliveries({
      config,
      carrier: this.#carrier,
      dialect: this.#dialect,
      awaitsAnswer: () => this.#senders.some(({ inFlight }) => inFlight > 0),
      linkEndedAt: () => this.#linkEndedAt,
      events: deps.events,
      clock: deps.clock,
      log: deps.log,
    });
    const roles: readonly LinkRole[] =
      config.bind === 'transceiver' ? ['transceiver'] : ['transmitter', 'receiver'];
    this.#links = Array.from({ length: config.sessions }).flatMap(() =>
      roles.map(
        (role) =>
          new Link(role, config, deps, {
            accepted: (messageId, part, congested) => this.#accepted(messageId, part, congested),
            refused: (status) => this.#refused(status),
            delivery: (frame) => deliveries.take(frame),
            late: ({ messageId, attempt, part }, outcome) =>
              deps.events.lateOutcome({ messageId, attempt, part }, outcome),
            changed: () => this.#changed(),
            trace: this.trace,
          }),
      ),
    );
    this.#senders = this.#links.filter((link) => link.role !== 'receiver');
    this.ask = config.query ? (carrierRef, from) => this.#query(carrierRef, from) : undefined;
  }

  start(): void {
    const { tls } = this.#config;
    if (typeof tls === 'object' && !tls.verify) {
      this.#deps.log.error(
        { route: this.id },
        'TLS WITHOUT VERIFICATION (verify: false): whoever sits between the carrier and us reads and forges everything',
      );
    }
    for (const link of this.#links) link.start();
  }

  status(): RouteStatus {
    let bound = 0;
    let canSend = false;
    let room = 0;
    let inFlight = 0;
    let reason: string | undefined;
    for (const link of this.#links) {
      if (link.bound) {
        bound++;
        canSend ||= link.role !== 'receiver';
      }
      room += link.room;
      inFlight += link.inFlight;
      reason ??= link.reason;
    }
    let state: RouteState = 'up';
    if (this.#stopping !== undefined) {
      state = 'down';
      reason = 'the route is stopping';
    } else if (!canSend) {
      state = 'down';
      reason ??= 'not bound';
    } else if (reason !== undefined) {
      state = 'degraded';
      const down = this.#links.length - bound;
      if (down > 0) reason = `${down} of ${this.#links.length} sessions are down: ${reason}`;
    }
    return {
      state,
      reason,
      room: state === 'down' ? 0 : room,
      inFlight,
      window: this.#senders.length * this.#config.window,
      receiptId: this.#dialect.spelling,
    };
  }

  refusals(): readonly RefusalCount[] {
    return this.#refusals.counts();
  }

  submit(part: OutgoingPart): Promise<Outcome> {
    const link = this.#stopping === undefined ? this.#roomiest() : undefined;
    if (link === undefined) return Promise.resolve(this.#noRoom());
    const fields = compose(part, this.#config, this.#deps.clock.now(), this.#texts);
    if ('kind' in fields) return Promise.resolve(fields);
    this.#deps.events.handedOver?.(part, this.#next + 1);
    return link.submit(part, fields);
  }

  stop(signal: AbortSignal): Promise<void> {
    this.#stopping ??= this.#stop(signal);
    return this.#stopping;
  }

  async #query(carrierRef: string, from: Sender | undefined): Promise<PartReport | undefined> {
    const link = this.#senders.find(({ bound }) => bound);
    const answer = await link?.query(carrierRef, from);
    return answer === undefined ? undefined : readQueryAnswer(answer);
  }

  /** The next link that has room; undefined if none has. The links take turns, so that all carry the same load. */
  #roomiest(): Link | undefined {
    for (let tried = 0; tried < this.#senders.length; tried++) {
      this.#next = (this.#next + 1) % this.#senders.length;
      const link = this.#senders[this.#next];
      if (link !== undefined && link.room > 0) return link;
    }
    return undefined;
  }

  #noRoom(): Outcome {
    const { state, reason } = this.status();
    return {
      kind: 'retry',
      afterMs: state === 'down' ? this.#config.reconnect.min : NO_ROOM_MS,
      reason: reason ?? 'the window is full',
      evidence: 'nothing was sent',
      throttled: false,
    };
  }

  #accepted(
    messageId: string,
    { messageId: id, attempt, part, to }: OutgoingPart,
    congested: boolean,
  ): Outcome {
    // A response without an id is accepted too. The part gets a name that no receipt can have, so that no other
    // message's receipt matches it.
    const carrierRef = messageId === '' ? `none:${id}.${attempt}.${part}` : messageId;
    this.#dialect.responded(messageId, to);
    const accepted = { kind: 'accepted', carrier: this.#carrier, carrierRef } as const;
    return congested ? { ...accepted, congested } : accepted;
  }

  #refused(status: number): Outcome {
    this.#refusals.note(status);
    return outcomeOf(status);
  }

  #changed(): void {
    const bound = this.#links.reduce((sum, link) => sum + (link.bound ? 1 : 0), 0);
    if (bound < this.#bound) this.#linkEndedAt = this.#deps.clock.now();
    this.#bound = bound;
    if (this.#settled !== undefined && this.#isSettled()) this.#settled();
    this.#deps.events.changed();
  }

  #isSettled(): boolean {
    return this.#links.every((link) => link.inFlight === 0 && link.unacknowledged === 0);
  }

  async #stop(signal: AbortSignal): Promise<void> {
    const abort = () => {
      for (const link of this.#links) void link.abort();
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    if (!this.#isSettled()) {
      await new Promise<void>((resolve) => {
        this.#settled = resolve;
      });
    }
    await Promise.all(this.#links.map((link) => link.retire()));
    signal.removeEventListener('abort', abort);
  }
}
