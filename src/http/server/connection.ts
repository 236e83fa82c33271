/** Why a connection was closed by us. */
export type CloseReason =
  /** To make room for another. */
  | 'too-many'
  /** The newcomer itself, since no other could go. */
  | 'refused'
  | 'slow-handshake'
  | 'slow-head'
  | 'slow-body'
  | 'slow-rest'
  | 'unread';

/** What can be seen of a connection at any moment. */
export interface SocketState {
  readonly octetsRead: number;
  /** Octets that have left us, ever. */
  readonly octetsGone: number;
  /** Octets that the client should have read, and hasn't. */
  readonly octetsUnread: number;
  /** A body is not complete, and nothing of it waits for us: it is the client who keeps us waiting. */
  readonly awaitsBody: boolean;
  /** The last request isn't answered to its last octet. */
  readonly answering: boolean;
  /** Its body has come. */
  readonly complete: boolean;
  /** Its answer is one that needed a token. */
  readonly proves: boolean;
}

/** For a TLS handshake, and for the header fields of a request from its first octet (of the first one: the connect), ms. */
const HANDSHAKE_MS = 10_000;
const HEAD_MS = 10_000;
/** A body may take as long as it likes while it moves: so many octets in so many ms. */
const BODY_OCTETS = 1024;
const BODY_MS = 30_000;
/** For the rest of a body that was refused already, ms. */
const REST_MS = 30_000;
/** An answer may lie unread for so long, and longer for what is large: a modem line takes 8 octets a ms, hardly less. */
const UNREAD_MS = 30_000;
const UNREAD_OCTETS_PER_MS = 8;
/** Without any progress for that long it may be closed to make room, ms. */
const STALLED_MS = 5000;

type Phase =
  /** TLS isn't agreed yet. */
  | 'handshake'
  /** The header fields of a request are expected, or some of them are here. */
  | 'head'
  /** A request has an answer, and another may follow. */
  | 'idle'
  /** A request has an answer, and its body isn't here yet. */
  | 'rest'
  /** A request is being answered. */
  | 'serving';

/**
 * The life of one connection, pure: what happens and what is seen goes in, with the time; whether it must be closed
 * comes out. Every deadline is one of progress, so that a batch of a million lines and a stream of events may last.
 */
export class Connection {
  /** Whom it counts for: see `peerOf`. */
  readonly peer: string;
  #phase: Phase;
  #sinceMs: number;
  /** It has had an answer that needed a token. */
  #proven = false;
  /** Being served, and not yet seen. */
  #fresh = false;
  #octetsRead = 0;
  #bodySinceMs = 0;
  #octetsGone = 0;
  #goneSinceMs = 0;
  #stalled = false;

  constructor(peer: string, secure: boolean, nowMs: number) {
    this.peer = peer;
    this.#phase = secure ? 'handshake' : 'head';
    this.#sinceMs = nowMs;
  }

  /** TLS is agreed. */
  secured(nowMs: number): void {
    this.#enter('head', nowMs);
  }

  /** The header fields of a request are complete. Asks for no time: it is the way of every request. */
  asked(): void {
    if (this.#phase === 'serving') return;
    this.#phase = 'serving';
    this.#fresh = true;
  }

  /** Takes note of what is seen: before `look` by itself, and before `rank` is relied on. */
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

  /** Why it must be closed now. Called about once a second. */
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
        // node's keepAliveTimeout closes it.
        return undefined;
      case 'serving':
        return this.#whileServing(socket, nowMs);
    }
  }

  /** How readily it is closed to make room for another, the lowest first; undefined: never. */
  get rank(): number | undefined {
    if (this.#phase === 'serving') return this.#stalled ? 1 : undefined;
    return this.#proven ? 2 : 0;
  }

  /** Since when it is as it is, ms since the epoch. */
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
