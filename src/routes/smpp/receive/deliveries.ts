import type { SmppRouteConfig } from '../../../config/routes/smpp-route.ts';
import type { RouteEvents, RouteReceipt } from '../../../domain/routes/route.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { Rarely } from '../../../kernel/rarely.ts';
import { readDelivery } from '../../../protocols/smpp/delivery.ts';
import { Status } from '../../../protocols/smpp/protocol.ts';
import type { Dialect } from './dialect.ts';
import { readInbound } from './inbound.ts';
import { type ReadReceipt, readReceipt } from './receipt.ts';

export interface DeliveriesDeps {
  readonly config: SmppRouteConfig;
  /** The name of the carrier. Message ids are unique within one carrier, even if several routes lead to it. */
  readonly carrier: string;
  readonly dialect: Dialect;
  /** Whether a submit_sm still waits for its answer: a receipt that comes now may belong to it. */
  readonly awaitsAnswer: () => boolean;
  /** When a link that receives ended last, or the route began, ms since the epoch. */
  readonly linkEndedAt: () => number;
  readonly events: RouteEvents;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly log: Log;
}

/** Passes receipts and messages from phones to the store, and gives the status for the answer once they are on disk. */
export class Deliveries {
  readonly #deps: DeliveriesDeps;
  readonly #unreadable = new Rarely();
  readonly #notKept = new Rarely();

  constructor(deps: DeliveriesDeps) {
    this.#deps = deps;
  }

  /** Resolves with the command_status for the answer; never rejects. */
  async take(frame: Buffer): Promise<number> {
    const { config, linkEndedAt, events, clock, log } = this.#deps;
    const delivery = readDelivery(frame);
    if ('fault' in delivery) {
      const times = this.#unreadable.happened(clock.elapsed());
      const { fault } = delivery;
      if (times !== undefined)
        log.warn({ fault, octets: frame.length, times }, 'a delivery that cannot be read was refused');
      return Status.invalidCommandLength;
    }
    try {
      const receipt = readReceipt(delivery);
      const isReceipt = receipt !== undefined && (await this.#receipt(receipt));
      if (isReceipt) return Status.ok;
      // The store takes no message from a phone above a limit. The temporary error makes the carrier keep the message
      // and deliver it again later. Receipts are taken above the limit too.
      const message = { ...readInbound(delivery, frame, config), linkEndedAt: linkEndedAt() };
      const taken = await events.inbound(message);
      return taken === 'kept' ? Status.ok : Status.temporaryReceiverError;
    } catch (error) {
      const times = this.#notKept.happened(clock.elapsed());
      if (times !== undefined)
        log.error(
          { err: error, times },
          'a delivery could not be kept; the carrier is asked to send it again',
        );
      return Status.temporaryReceiverError;
    }
  }

  /** Whether the delivery was a receipt; false if the store finds that it is a message from a phone. */
  #receipt({ id, to, state, reason, evidence, unmarked }: ReadReceipt): Promise<boolean> {
    const { config, carrier, dialect, awaitsAnswer, events } = this.#deps;
    const receipt: RouteReceipt = {
      route: config.id,
      carrier,
      refs: dialect.refs(id, to === undefined && awaitsAnswer()),
      id: to !== undefined && dialect.isLearnt ? id : undefined,
      to,
      state,
      reason,
      evidence,
      unmarked: unmarked || undefined,
    };
    return events.receipt(receipt).then((match) => {
      dialect.fared(id, match, to);
      return match.kind !== 'notAReceipt';
    });
  }
}
