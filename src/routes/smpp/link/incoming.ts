import { responseTo, Status } from '../../../protocols/smpp/protocol.ts';

/** Deliveries being put on disk, on one session; beyond, the carrier is told to come again later. */
const MAX_UNACKNOWLEDGED = 10_000;

export interface IncomingDeps {
  /** A deliver_sm or data_sm; resolves with the command_status to answer, never rejects. */
  readonly take: (frame: Buffer) => Promise<number>;
  readonly answer: (commandId: number, status: number, sequence: number) => void;
  /** All that came is answered. */
  readonly drained: () => void;
}

/** What the carrier delivers on one socket: acknowledged when it is on disk. */
export class Incoming {
  readonly #deps: IncomingDeps;
  #unacknowledged = 0;

  constructor(deps: IncomingDeps) {
    this.#deps = deps;
  }

  /** Deliveries whose answer is still owed. */
  get unacknowledged(): number {
    return this.#unacknowledged;
  }

  take(frame: Buffer, commandId: number, sequence: number): void {
    const { take, answer, drained } = this.#deps;
    const answerId = responseTo(commandId);
    if (this.#unacknowledged >= MAX_UNACKNOWLEDGED) {
      answer(answerId, Status.temporaryReceiverError, sequence);
      return;
    }
    this.#unacknowledged++;
    void take(frame).then((status) => {
      this.#unacknowledged--;
      // If the socket is gone by now, the carrier delivers it again on the next.
      answer(answerId, status, sequence);
      if (this.#unacknowledged === 0) drained();
    });
  }
}
