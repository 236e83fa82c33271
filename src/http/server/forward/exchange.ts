import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Cancel, Clock } from '../../../kernel/clock.ts';
import { answeredFields, hasBody, pathOf } from './hops.ts';

// An import of node:http would also load the WebSocket client of Node, which takes 20 ms of each start.
const { request: ask } = process.getBuiltinModule('node:http');

/**
 * How long the other node may take for its answer, without reading more of the body, ms. The listener drops the client
 * after 120 s without any octet: the client must learn before that what is known.
 */
const SILENT_MS = 110_000;

/** The answer's field by which a node says that it didn't take the key: it did nothing. */
export const KEY_REFUSED = 'tocsin-key-refused';

/**
 * Why there is no answer. `unreached`: the node surely did nothing; `broken`, `silent`: nobody knows what it did.
 */
export type Failure = 'unreached' | 'broken' | 'silent';

type Fail = (failure: Failure, why: string) => void;

/** One request on its way through this node, and its answer on the way back. It owns the connection to the node. */
export class Exchange {
  readonly #request: FastifyRequest;
  readonly #reply: FastifyReply;
  readonly #socket: Socket;
  readonly #fields: readonly string[];
  readonly #clock: Clock;
  #outgoing: ClientRequest | undefined;
  #state: 'asked' | 'answering' | 'over' = 'asked';
  #movedAt: number;
  #cancel: Cancel = () => {};
  #isStream = false;
  #over: () => void = () => {};

  /** @param socket connected to the node @param fields name, value, name, value */
  constructor(
    request: FastifyRequest,
    reply: FastifyReply,
    socket: Socket,
    fields: readonly string[],
    clock: Clock,
  ) {
    this.#request = request;
    this.#reply = reply;
    this.#socket = socket;
    this.#fields = fields;
    this.#clock = clock;
    this.#movedAt = clock.elapsed();
  }

  /** Whether the answer is a stream of events. */
  get isStream(): boolean {
    return this.#isStream;
  }

  /**
   * Sends the request, and answers with what comes back.
   * @param failed called if no answer has begun: the caller has to answer
   * @param over called once nothing is under way any more
   */
  run(failed: Fail, over: () => void): void {
    const { raw } = this.#request;
    this.#over = over;
    const fail: Fail = (failure, why) => {
      // An answer that has begun must not end as if it were complete: `pipeline` cuts the client off.
      if (this.#state !== 'asked') return;
      this.#end();
      failed(failure, why);
    };
    if (raw.socket.destroyed) {
      this.#end();
      return;
    }
    raw.socket.once('close', this.abort);
    this.#socket.on('error', () => {});
    this.#socket.once('close', () => fail('broken', 'the connection was closed before the answer'));
    const outgoing = ask({
      createConnection: () => this.#socket,
      method: this.#request.method,
      path: pathOf(raw.url ?? '/'),
      headers: [...this.#fields],
    });
    this.#outgoing = outgoing;
    outgoing.on('error', (error) => fail('broken', error.message));
    outgoing.once('response', (answer) => {
      if (answer.headers[KEY_REFUSED] === undefined) this.#answer(answer, fail);
      else fail('unreached', 'the node does not take its key from this node');
    });
    this.#watch(fail);
    if (hasBody(raw)) {
      raw.on('data', this.#moved);
      raw.pipe(outgoing);
    } else outgoing.end();
  }

  /** Ends it: the node sees that nobody waits, and the client does not take half an answer for a whole one. */
  readonly abort = (): void => {
    if (this.#state === 'answering') this.#reply.raw.destroy();
    this.#end();
  };

  readonly #moved = (): void => {
    this.#movedAt = this.#clock.elapsed();
  };

  #watch(fail: Fail): void {
    const silentMs = this.#clock.elapsed() - this.#movedAt;
    if (silentMs >= SILENT_MS) fail('silent', 'no answer in time');
    else this.#cancel = this.#clock.after(SILENT_MS - silentMs, () => this.#watch(fail));
  }

  #answer(answer: IncomingMessage, fail: Fail): void {
    if (this.#state !== 'asked') return;
    const { raw } = this.#reply;
    try {
      // The reason phrase is left out: it means nothing (RFC 9112 4), and may have what node refuses to send.
      raw.writeHead(answer.statusCode ?? 0, answeredFields(answer));
    } catch (error) {
      fail('broken', `the answer cannot be passed on: ${String(error)}`);
      return;
    }
    this.#state = 'answering';
    this.#cancel();
    this.#isStream = answer.headers['content-type']?.startsWith('text/event-stream') === true;
    this.#reply.hijack();
    // Whoever follows events must learn at once that they follow, also while nothing happens.
    if (answer.headers['content-length'] === undefined) raw.flushHeaders();
    // It destroys the connection of the client if the answer breaks off.
    pipeline(answer, raw, () => this.#end());
  }

  #end(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#cancel();
    const { raw } = this.#request;
    raw.socket.off('close', this.abort);
    raw.off('data', this.#moved);
    if (this.#outgoing !== undefined) raw.unpipe(this.#outgoing);
    // What the client still sends is read and thrown away, as of every request that was answered early.
    raw.resume();
    this.#outgoing?.destroy();
    this.#socket.destroy();
    this.#over();
  }
}
