import type { Clock } from '../../src/kernel/clock.ts';
import { cstring, type DeliverSm, tlv } from '../support/smpp/scripted-smsc.ts';
import type { Receipt, Submit } from './history.ts';
import type { Link } from './link.ts';

const MESSAGE_STATES: Readonly<Record<string, number>> = {
  ENROUTE: 1,
  DELIVRD: 2,
  EXPIRED: 3,
  UNDELIV: 5,
  ACCEPTD: 6,
  REJECTD: 8,
};

/** The receipts of a carrier. Each is sent again until the gateway has acknowledged it. */
export class ReceiptPost {
  readonly sent: Receipt[] = [];
  readonly #clock: Clock;
  readonly #hasTlvs: boolean;
  readonly #unacknowledged = new Set<Receipt>();

  /** @param hasTlvs whether receipts name the id and the state as parameters too */
  constructor(clock: Clock, hasTlvs: boolean) {
    this.#clock = clock;
    this.#hasTlvs = hasTlvs;
  }

  get isQuiet(): boolean {
    return this.#unacknowledged.size === 0;
  }

  report(submit: Submit, stat: string, links: Iterable<Link>): void {
    const receipt: Receipt = { at: this.#clock.now(), submit, stat, acknowledgedAt: undefined };
    this.sent.push(receipt);
    this.#unacknowledged.add(receipt);
    this.#send(receipt, links);
  }

  sendAll(links: Iterable<Link>): void {
    for (const receipt of this.#unacknowledged) this.#send(receipt, links);
  }

  #send(receipt: Receipt, links: Iterable<Link>): void {
    const link = [...links].find(({ receives, isOpen }) => receives && isOpen);
    // Without a link, the next bind sends it.
    link?.deliver(this.#deliverSm(receipt), (status) => {
      if (status !== 0) return;
      receipt.acknowledgedAt ??= this.#clock.now();
      this.#unacknowledged.delete(receipt);
    });
  }

  #deliverSm({ submit, stat, at }: Receipt): DeliverSm {
    const id = submit.id ?? '';
    const minute = new Date(at).toISOString().replaceAll(/\D/g, '').slice(2, 12);
    const [delivered, error] = stat === 'DELIVRD' ? ['001', '000'] : ['000', '027'];
    const text =
      `id:${id} sub:001 dlvrd:${delivered} submit date:${minute} done date:${minute} ` +
      `stat:${stat} err:${error} text:`;
    return {
      source: submit.to,
      destination: submit.from,
      esmClass: 0x04,
      octets: Buffer.from(text),
      tlvs: this.#hasTlvs
        ? [tlv(0x001e, cstring(id)), tlv(0x0427, Buffer.of(MESSAGE_STATES[stat] ?? 7))]
        : [],
    };
  }
}
