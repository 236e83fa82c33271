import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { Rarely } from '../../../kernel/rarely.ts';
import { sendProblem } from '../problems.ts';
import { CLIENT_ADDRESS, CLIENT_PROTOCOL, clientAddress, FORWARDED_BY, NODE_KEY } from './client.ts';
import { connectTo } from './connect-to.ts';
import { Exchange, type Failure } from './exchange.ts';
import { forwardedFields } from './hops.ts';
import type { Place } from './nodes.ts';

/**
 * How many requests may be forwarded at once. Each has a connection to the other node, which by default takes a
 * thousand in all.
 */
const MOST_UNDER_WAY = 200;

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

interface Deps {
  /** The name of this node. */
  readonly name: string;
  /** Whether clients reach this node by TLS. */
  readonly hasTls: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Hands requests on to another node, and its answers back. Each has a connection of its own: on one that was used
 * before, nobody could tell a request that got lost from one that was carried out.
 */
export class Forwarder {
  readonly #deps: Deps;
  readonly #underWay = new Set<Exchange>();
  #connecting = 0;
  readonly #failures = new Rarely();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** How many requests are under way to other nodes. */
  get size(): number {
    return this.#connecting + this.#underWay.size;
  }

  /** Answers a request, whose body nobody has read, with what the other node says. */
  forward(request: FastifyRequest, reply: FastifyReply, place: Place): void {
    if (this.size >= MOST_UNDER_WAY) {
      sendProblem(reply, 'too-many-forwarded');
      return;
    }
    this.#connecting += 1;
    connectTo(place, this.#deps.clock)
      .finally(() => {
        this.#connecting -= 1;
      })
      .then((socket) => this.#exchange(request, reply, socket, this.#fieldsFor(request, place)))
      .catch((error: Error) => this.#failed(request, reply, 'unreached', error.message));
  }

  /** Ends the streams of events, which would never end by themselves: their clients ask again, elsewhere. */
  endStreams(): void {
    for (const exchange of this.#underWay) if (exchange.isStream) exchange.abort();
  }

  #exchange(request: FastifyRequest, reply: FastifyReply, socket: Socket, fields: readonly string[]): void {
    const exchange = new Exchange(request, reply, socket, fields, this.#deps.clock);
    this.#underWay.add(exchange);
    exchange.run(
      (failure, why) => this.#failed(request, reply, failure, why),
      () => this.#underWay.delete(exchange),
    );
  }

  #fieldsFor(request: FastifyRequest, { key }: Place): string[] {
    return forwardedFields(request.raw, {
      'x-request-id': request.id,
      [NODE_KEY]: key,
      [FORWARDED_BY]: this.#deps.name,
      [CLIENT_ADDRESS]: clientAddress(request),
      [CLIENT_PROTOCOL]: this.#deps.hasTls ? 'https' : 'http',
    });
  }

  #failed(request: FastifyRequest, reply: FastifyReply, failure: Failure, why: string): void {
    const times = this.#failures.happened(this.#deps.clock.elapsed());
    if (times !== undefined)
      this.#deps.log.warn({ why, times }, 'requests could not be forwarded to another node');
    if (failure === 'unreached' || (failure === 'broken' && SAFE.has(request.method))) {
      sendProblem(reply, 'no-leader', {
        detail: 'The node that answers this cannot be reached. Nothing was done.',
      });
    } else if (failure === 'broken') {
      sendProblem(reply, 'forward-broken', { detail: `The connection to the node broke. ${UNKNOWN}` });
    } else {
      sendProblem(reply, 'forward-silent', {
        detail: `The node has the request, and did not answer in time. ${UNKNOWN}`,
      });
    }
  }
}

const UNKNOWN =
  'Nobody knows whether the request was carried out: look first, or send it again with the same Idempotency-Key.';
