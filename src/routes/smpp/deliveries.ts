import type { Log } from '../../domain/log.ts';
import type { RouteEvents } from '../../domain/route.ts';
import { readDelivery } from './delivery.ts';
import type { Dialect } from './dialect.ts';
import { readInbound } from './inbound.ts';
import { Status } from './protocol.ts';
import { type ReadReceipt, readReceipt } from './receipt.ts';

export interface DeliveriesOptions {
  readonly route: string;
  readonly carrier: string;
  readonly dialect: Dialect;
  readonly events: RouteEvents;
  readonly log: Log;
}

/** Hands receipts and messages from phones on, and says what to answer once they are on disk. */
export class Deliveries {
  readonly #options: DeliveriesOptions;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /** Resolves with the command_status for the answer; never rejects. */
  async take(frame: Buffer): Promise<number> {
    const { log, events, route } = this.#options;
    const delivery = readDelivery(frame);
    if ('fault' in delivery) {
      log.warn(
        { fault: delivery.fault, pdu: frame.toString('hex', 0, 400) },
        'a delivery that cannot be read',
      );
      return Status.invalidCommandLength;
    }
    try {
      const receipt = readReceipt(delivery);
      if (receipt === undefined) await events.inbound(readInbound(delivery, route, frame));
      else await this.#receipt(receipt);
      return Status.ok;
    } catch (error) {
      log.error({ err: error }, 'a delivery could not be kept; the carrier is asked to send it again');
      return Status.temporaryReceiverError;
    }
  }

  async #receipt(receipt: ReadReceipt): Promise<void> {
    const { route, carrier, dialect, events } = this.#options;
    const { id, to, state, reason, evidence } = receipt;
    const match = await events.receipt({
      route,
      carrier,
      refs: dialect.refs(id),
      to,
      state,
      reason,
      evidence,
    });
    dialect.fared(id, match);
  }
}
