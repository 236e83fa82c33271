import type { Clock } from '../../src/kernel/clock.ts';
import type { DeliverSm } from '../support/smpp/scripted-smsc.ts';
import type { Link } from './link.ts';

/** One deliver_sm that a phone caused, a whole message or a part of one, in the log of its carrier. */
export interface PhoneDelivery {
  readonly fields: Omit<DeliverSm, 'sequence'>;
  /** Each time the carrier has sent it, ms since 1970, and the number of the link. */
  readonly sent: { readonly at: number; readonly link: number }[];
  /** The answers other than 0 that were read. */
  readonly refusals: number[];
  /** When the first answer 0 was read. */
  acknowledgedAt: number | undefined;
}

interface Waiting {
  readonly delivery: PhoneDelivery;
  /** The link on which an answer is awaited, and since when. */
  awaited: { readonly link: Link; readonly since: number } | undefined;
}

/** How long a carrier waits for the answer to a deliver_sm before it sends it once more, ms. */
const ANSWER_MS = 8000;

/**
 * What phones send by a carrier. It keeps each delivery until the gateway has acknowledged it. If the link ends, the
 * answer is a refusal, or none comes, it sends the delivery again, by another link if there is one.
 */
export class PhonePost {
  readonly deliveries: PhoneDelivery[] = [];
  readonly #clock: Clock;
  readonly #links: () => Iterable<Link>;
  readonly #waiting = new Set<Waiting>();

  constructor(clock: Clock, links: () => Iterable<Link>) {
    this.#clock = clock;
    this.#links = links;
  }

  get isQuiet(): boolean {
    return this.#waiting.size === 0;
  }

  /** Takes from a phone what is to be delivered. */
  take(fields: PhoneDelivery['fields']): PhoneDelivery {
    const delivery: PhoneDelivery = { fields, sent: [], refusals: [], acknowledgedAt: undefined };
    this.deliveries.push(delivery);
    const waiting: Waiting = { delivery, awaited: undefined };
    this.#waiting.add(waiting);
    this.#send(waiting);
    return delivery;
  }

  sendAll(): void {
    for (const waiting of this.#waiting) this.#send(waiting);
  }

  #send(waiting: Waiting): void {
    const { delivery, awaited } = waiting;
    const now = this.#clock.now();
    if (awaited?.link.isOpen && now - awaited.since < ANSWER_MS) return;
    const links = [...this.#links()].filter(({ receives, isOpen }) => receives && isOpen);
    const link = links[delivery.sent.length % Math.max(1, links.length)];
    // Without a link, the next bind sends it.
    if (link === undefined) return;
    delivery.sent.push({ at: now, link: link.number });
    waiting.awaited = { link, since: now };
    link.deliver(delivery.fields, (status) => {
      waiting.awaited = undefined;
      if (status !== 0) {
        delivery.refusals.push(status);
        return;
      }
      delivery.acknowledgedAt ??= this.#clock.now();
      this.#waiting.delete(waiting);
    });
  }
}
