/** Why the gateway closed a connection. */
export type CloseReason =
  /** It was closed in favour of a new connection. */
  | 'too-many'
  /** It was new, and no other connection could be closed in its favour. */
  | 'refused'
  | 'slow-handshake'
  | 'slow-head'
  | 'slow-body'
  | 'slow-rest'
  | 'unread';

/** The measured facts of a connection at one moment. */
export interface SocketState {
  readonly octetsRead: number;
  /** Octets that have left the gateway since the connection began. */
  readonly octetsGone: number;
  /** Octets of answers that wait, since the client hasn't read those before them. */
  readonly octetsUnread: number;
  /** The body of a request is not complete, and all that came is read: the gateway waits for the client. */
  readonly awaitsBody: boolean;
  /** The answer to the last request is not yet sent to its last octet. */
  readonly answering: boolean;
  /** The body of the last request is complete. */
  readonly complete: boolean;
  /** The last answer was one that only a valid token or session gets. */
  readonly proves: boolean;
}

/**
 * The longest time for a TLS handshake, and for the header fields of a request, ms. Header fields are timed from their
 * first octet, those of the first request from the connect or the handshake.
 */
const HANDSHAKE_MS = 10_000;
const HEAD_MS = 10_000;
/** The least progress of a body: `BODY_OCTETS` in each `BODY_MS`. A body with this progress may take any time. */
const BODY_OCTETS = 1024;
const BODY_MS = 30_000;
/** The longest time for the rest of a body that was refused already, ms. */
const REST_MS = 30_000;
/** How long an answer may be unread, ms. A large answer gets 1 ms more for each 8 octets, as a slow line needs. */
const UNREAD_MS = 30_000;
const UNREAD_OCTETS_PER_MS = 8;
/** The time without progress after which a connection may be closed to make room, ms. */
const STALLED_MS = 5000;

type Phase =
  /** The TLS handshake is under way. */
  | 'handshake'
  /** The header fields of a request are awaited, or some of them have come. */
  | 'head'
  /** The last request is answered, and another may follow. */
  | 'idle'
  /** The last request is answered, but its body has not come completely. */
  | 'rest'
  /** A request is being answered. */
  | 'serving';

/**
 * The state machine of one connection. It is given events, measured facts and the time, and says why the connection
 * must be closed. Every deadline is about progress, so that a batch of a million lines or a stream of events may take
 * hours.
 */
export class Connection {
  #peer: string;
  #phase: Phase;
  #sinceMs: number;
  /** The connection has had an answer that only a valid token gets. */
  #proven = false;
  /** A request has begun since the last `notice`. */
  #fresh = false;
  #octetsRead = 0;
  #bodySinceMs = 0;
  #octetsGone = 0;
  #goneSinceMs = 0;
  #stalled = false;

  constructor(peer: string, secure: boolean, nowMs: number) {
    this.#peer = peer;
    this.#phase = secure ? 'handshake' : 'head';
    this.#sinceMs = nowMs;
  }

  /** The address that the connection counts for: see `peerOf`. */
  get peer(): string {
    return this.#peer;
  }

  /**
   * The connection is of another node, which counts for no address: its requests are of many clients, and that node has
   * counted them.
   */
  isOfNode(): void {
    this.#peer = 'another node';
  }

  /** The TLS handshake is over. */
  secured(nowMs: number): void {
    this.#enter('head', nowMs);
  }

  /**
   * To be called when the header fields of a request are complete. It has no parameter for the time, since reading the
   * clock for each request would cost too much.
   */
  asked(): void {
    if (this.#phase === 'serving') return;
    this.#phase = 'serving';
    this.#fresh = true;
  }

  /** Takes in the measured facts. `look` calls `notice` itself; before `rank` is read, the caller must call it. */
  notice(socket: SocketState, nowMs: number): void {
    if (this.#phase === 'idle' && socket.octetsRead > this.#octetsRead) this.#enter('head', nowMs);
    if (this.#phase !== 'serving') return;
    if (!socket.answering) {
      this.#proven ||= socket.proves;
      this.#stalled = false;
      this.#octetsRead = socket.octetsRead;
      this.#enter(socket.complete ? 'idle' : 'rest', nowMs);
    } else if (this.#fresh) {
      this.#octetsRead = socket.octetsRead;
      this.#bodySinceMs = nowMs;
      this.#goneSinceMs = nowMs;
      this.#enter('serving', nowMs);
    }
    this.#fresh = false;
  }

  /** Why the connection must be closed now; undefined: it may stay. To be called about once a second. */
  look(socket: SocketState, nowMs: number): CloseReason | undefined {
    this.notice(socket, nowMs);
    const forMs = nowMs - this.#sinceMs;
    switch (this.#phase) {
      case 'handshake':
        return forMs >= HANDSHAKE_MS ? 'slow-handshake' : undefined;
      case 'head':
        return forMs >= HEAD_MS ? 'slow-head' : undefined;
      case 'rest':
        return forMs >= REST_MS ? 'slow-rest' : undefined;
      case 'idle':
        // The keepAliveTimeout of node closes idle connections.
        return undefined;
      case 'serving':
        return this.#whileServing(socket, nowMs);
    }
  }

  /** The rank by which connections are closed in favour of a new one, the lowest first; undefined: never. */
  get rank(): number | undefined {
    if (this.#phase === 'serving') return this.#stalled ? 1 : undefined;
    return this.#proven ? 2 : 0;
  }

  /** When the present phase began, ms since the epoch. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  #enter(phase: Phase, nowMs: number): void {
    this.#phase = phase;
    this.#sinceMs = nowMs;
  }

  #whileServing(socket: SocketState, nowMs: number): CloseReason | undefined {
    if (!socket.awaitsBody || socket.octetsRead - this.#octetsRead >= BODY_OCTETS) {
      this.#octetsRead = socket.octetsRead;
      this.#bodySinceMs = nowMs;
    }
    if (socket.octetsUnread === 0 || socket.octetsGone !== this.#octetsGone) {
      this.#octetsGone = socket.octetsGone;
      this.#goneSinceMs = nowMs;
    }
    const bodyForMs = nowMs - this.#bodySinceMs;
    const unreadForMs = nowMs - this.#goneSinceMs;
    this.#stalled = Math.max(bodyForMs, unreadForMs) >= STALLED_MS;
    if (bodyForMs >= BODY_MS) return 'slow-body';
    return unreadForMs >= UNREAD_MS + socket.octetsUnread / UNREAD_OCTETS_PER_MS ? 'unread' : undefined;
  }
}
