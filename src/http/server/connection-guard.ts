import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Cancel, Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { type CloseReason, Connection, type SocketState } from './connection.ts';
import { admit, type ConnectionLimits, peerOf } from './connection-limits.ts';
import { Farewells } from './farewells.ts';
import type { ProblemName } from './problems.ts';

interface GuardDeps {
  readonly limits: ConnectionLimits;
  readonly clock: Clock;
  readonly log: Log;
  /** Called for each connection that is closed, for the metrics. */
  readonly closed: (reason: CloseReason) => void;
}

const LOOK_EVERY_MS = 1000;
/** The shortest time between two log lines about closed connections, ms. */
const QUIET_MS = 10_000;
/** From this number of slow clients within `QUIET_MS` on, the log line is a warning. */
const MANY_SLOW = 10;
const crowding: ReadonlySet<CloseReason> = new Set(['too-many', 'refused']);

const problemOf: Readonly<Partial<Record<CloseReason, ProblemName>>> = {
  refused: 'too-many-connections',
  'slow-head': 'too-slow',
  'slow-body': 'too-slow',
};

class GuardedConnection extends Connection {
  socket: Socket;
  request: IncomingMessage | undefined;
  response: ServerResponse | undefined;

  constructor(socket: Socket, peer: string, secure: boolean, nowMs: number) {
    super(peer, secure, nowMs);
    this.socket = socket;
  }
}

/**
 * Limits the connections of an HTTP server, in total and per address, and closes those that make no progress. So file
 * descriptors and memory are left for carriers and the disk, whatever clients do.
 */
export class ConnectionGuard {
  readonly farewells: Farewells;
  readonly #deps: GuardDeps;
  readonly #there = new Set<GuardedConnection>();
  /** The connections by the socket on which requests come: with TLS that is not the accepted socket. */
  readonly #bySocket = new WeakMap<Socket, GuardedConnection>();
  /** TLS connections during their handshake, by address and port of the client. */
  readonly #shaking = new Map<string, GuardedConnection>();
  #cancelLook: Cancel | undefined;
  #closedSince = new Map<CloseReason, number>();
  #quietUntilMs = 0;

  constructor(deps: GuardDeps) {
    this.#deps = deps;
    this.farewells = new Farewells(deps.clock);
  }

  /** The number of open connections. */
  get size(): number {
    return this.#there.size;
  }

  /** Begins to guard a server. Call it before the server listens. */
  guard(server: Server, secure: boolean): void {
    server.on('connection', (socket: Socket) => this.#accepted(socket, secure));
    if (secure) server.on('secureConnection', (socket: TLSSocket) => this.#secured(socket));
    // Without a listener, the error of a failed accept (no file descriptor left) would end the process.
    server.once('listening', () => {
      server.on('error', ({ message }) =>
        this.#deps.log.warn({ error: message }, 'an HTTP connection could not be accepted'),
      );
    });
    server.on('close', () => this.#cancelLook?.());
  }

  /** To be called before a request is answered. False: don't answer it, its connection was refused already. */
  asked(request: IncomingMessage, response: ServerResponse): boolean {
    const one = this.#bySocket.get(request.socket);
    if (one === undefined || !this.#there.has(one)) return false;
    one.request = request;
    one.response = response;
    one.asked();
    return true;
  }

  /** To be called when a request has shown that another node of the gateway sends it. */
  isOfNode({ socket }: Pick<IncomingMessage, 'socket'>): void {
    this.#bySocket.get(socket)?.isOfNode();
  }

  #accepted(socket: Socket, secure: boolean): void {
    const { clock, limits } = this.#deps;
    // The client is gone already.
    if (socket.remoteAddress === undefined) return void socket.destroy();
    const peer = peerOf(socket.remoteAddress);
    if (this.#there.size >= Math.min(limits.total, limits.perAddress)) {
      for (const each of this.#there) each.notice(socketStateOf(each), clock.now());
    }
    const admission = admit(this.#there, peer, limits);
    if (admission.kind === 'close') this.#close(admission.one, 'too-many');
    const one = new GuardedConnection(socket, peer, secure, clock.now());
    if (admission.kind === 'refuse') {
      this.#count('refused');
      if (secure) socket.destroy();
      else this.farewells.say(socket, 'too-many-connections');
      return;
    }
    this.#there.add(one);
    this.#bySocket.set(socket, one);
    const key = keyOf(socket);
    if (secure) this.#shaking.set(key, one);
    socket.once('close', () => {
      this.#shaking.delete(key);
      this.#there.delete(one);
    });
    this.#lookLater();
  }

  #secured(socket: TLSSocket): void {
    const one = this.#shaking.get(keyOf(socket));
    if (one === undefined) return;
    this.#shaking.delete(keyOf(socket));
    one.socket = socket;
    one.secured(this.#deps.clock.now());
    this.#bySocket.set(socket, one);
  }

  #lookLater(): void {
    this.#cancelLook ??= this.#deps.clock.after(LOOK_EVERY_MS, () => {
      this.#cancelLook = undefined;
      const nowMs = this.#deps.clock.now();
      for (const one of this.#there) {
        const reason = one.look(socketStateOf(one), nowMs);
        if (reason !== undefined) this.#close(one, reason);
      }
      this.#tell();
      if (this.#there.size > 0 || this.#closedSince.size > 0) this.#lookLater();
    });
  }

  #close(one: GuardedConnection, reason: CloseReason): void {
    this.#there.delete(one);
    this.#count(reason);
    const problem = problemOf[reason];
    // Once an answer has begun, a problem would be read as a part of it.
    if (problem === undefined || (reason === 'slow-body' && one.response?.headersSent === true))
      one.socket.destroy();
    else this.farewells.say(one.socket, problem);
    // Without this, the rest of the body could complete the request that was just refused.
    if (reason === 'slow-body') one.socket.destroy();
  }

  #count(reason: CloseReason): void {
    this.#closedSince.set(reason, (this.#closedSince.get(reason) ?? 0) + 1);
    this.#deps.closed(reason);
    this.#lookLater();
  }

  #tell(): void {
    const { clock, log, limits } = this.#deps;
    if (this.#closedSince.size === 0 || clock.now() < this.#quietUntilMs) return;
    this.#quietUntilMs = clock.now() + QUIET_MS;
    const closed = Object.fromEntries(this.#closedSince);
    const sum = [...this.#closedSince.values()].reduce((a, b) => a + b, 0);
    const crowded = [...this.#closedSince.keys()].some((reason) => crowding.has(reason));
    this.#closedSince = new Map();
    const fields = { closed, open: this.#there.size, ...limits };
    if (crowded || sum >= MANY_SLOW) log.warn(fields, 'HTTP connections were closed: too many, or too slow');
    else log.info(fields, 'slow HTTP connections were closed');
  }
}

/** A key that a socket and the TLS socket over it have in common. */
const keyOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

const socketStateOf = ({ socket, request, response }: GuardedConnection): SocketState => ({
  octetsRead: socket.bytesRead,
  octetsGone: socket.bytesWritten - socket.writableLength,
  octetsUnread: socket.writableLength,
  awaitsBody: request !== undefined && !request.complete && request.readableLength === 0,
  answering: response !== undefined && !response.writableFinished,
  complete: request?.complete === true,
  proves:
    (request?.headers.authorization ?? request?.headers.cookie) !== undefined &&
    (response?.statusCode ?? 0) < 400,
});
