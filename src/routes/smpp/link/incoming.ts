import { responseTo, Status } from '../../../protocols/smpp/protocol.ts';

/**
 * The largest number of deliveries of one session that may wait for the disk. Above it the carrier gets a temporary
 * error and delivers again later.
 */
const MAX_UNACKNOWLEDGED = 10_000;

export interface CarrierDeliveriesDeps {
  /** Stores a deliver_sm or data_sm. Resolves with the command_status for the answer, and never rejects. */
  readonly take: (frame: Buffer) => Promise<number>;
  readonly answer: (commandId: number, status: number, sequence: number) => void;
  /** Called when every delivery so far has its answer. */
  readonly drained: () => void;
}

/** Takes the deliveries of one socket, and acknowledges each only when it is on disk. */
export class CarrierDeliveries {
  readonly #deps: CarrierDeliveriesDeps;
  #unacknowledged = 0;

  constructor(deps: CarrierDeliveriesDeps) {
    this.#deps = deps;
  }

  /** Deliveries that have no answer yet. */
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
      // If the socket has closed meanwhile, this answer is lost, and the carrier delivers the message again in its next
      // session.
      answer(answerId, status, sequence);
      if (this.#unacknowledged === 0) drained();
    });
  }
}
