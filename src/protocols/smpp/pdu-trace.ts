import type { RouteTrace, TraceLine } from '../../domain/routes/route-trace.ts';
import type { Clock } from '../../kernel/clock.ts';
import { maskNumber } from '../../kernel/log.ts';
import { readDelivery } from './delivery.ts';
import { statusInWords } from './outcomes.ts';
import { Command, HEADER_OCTETS } from './protocol.ts';

/** The largest number of lines of a trace; the oldest are dropped. */
const MAX_LINES = 1000;

/** The longest time that a trace runs, in ms. The limit ends a trace that somebody forgot. */
const MAX_MS = 3_600_000;

const names: ReadonlyMap<number, string> = new Map([
  [Command.genericNack, 'generic_nack'],
  [Command.bindReceiver, 'bind_receiver'],
  [Command.bindReceiverResp, 'bind_receiver_resp'],
  [Command.bindTransmitter, 'bind_transmitter'],
  [Command.bindTransmitterResp, 'bind_transmitter_resp'],
  [Command.bindTransceiver, 'bind_transceiver'],
  [Command.bindTransceiverResp, 'bind_transceiver_resp'],
  [Command.querySm, 'query_sm'],
  [Command.querySmResp, 'query_sm_resp'],
  [Command.submitSm, 'submit_sm'],
  [Command.submitSmResp, 'submit_sm_resp'],
  [Command.deliverSm, 'deliver_sm'],
  [Command.deliverSmResp, 'deliver_sm_resp'],
  [Command.dataSm, 'data_sm'],
  [Command.dataSmResp, 'data_sm_resp'],
  [Command.enquireLink, 'enquire_link'],
  [Command.enquireLinkResp, 'enquire_link_resp'],
  [Command.unbind, 'unbind'],
  [Command.unbindResp, 'unbind_resp'],
  [Command.outbind, 'outbind'],
  [Command.alertNotification, 'alert_notification'],
]);

/** These PDUs hold a password, so their octets are never shown, not even to an admin. */
const secret: ReadonlySet<number> = new Set([
  Command.bindReceiver,
  Command.bindTransmitter,
  Command.bindTransceiver,
  Command.outbind,
]);

/** These PDUs hold a message. */
const messages: ReadonlySet<number> = new Set([Command.submitSm, Command.deliverSm, Command.dataSm]);

/**
 * Records the PDUs of a route's links. Phone numbers are masked unless `unmasked` was asked for, which shows octets
 * too, but none of a text: see `shownOctets`.
 */
export class PduTrace implements RouteTrace {
  readonly #clock: Clock;
  #until = 0;
  #unmasked = false;
  #lines: TraceLine[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(forMs: number, options: { readonly unmasked: boolean }): void {
    this.#until = this.#clock.now() + Math.min(forMs, MAX_MS);
    this.#unmasked = options.unmasked;
    this.#lines = [];
  }

  get until(): number | undefined {
    return this.active ? this.#until : undefined;
  }

  get unmasked(): boolean {
    return this.#unmasked;
  }

  get lines(): readonly TraceLine[] {
    return this.#lines;
  }

  /** Whether the trace is on. Checked for every PDU, so it must cost almost nothing while the trace is off. */
  get active(): boolean {
    return this.#until !== 0 && this.#stillOn();
  }

  record(direction: TraceLine['direction'], frame: Buffer): void {
    this.#lines.push({ at: this.#clock.now(), direction, pdu: inWords(frame, this.#unmasked) });
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
  }

  #stillOn(): boolean {
    if (this.#clock.now() < this.#until) return true;
    this.#until = 0;
    return false;
  }
}

const inWords = (frame: Buffer, unmasked: boolean): string => {
  const commandId = frame.readUInt32BE(4);
  const status = frame.readUInt32BE(8);
  const name = names.get(commandId) ?? `command_id 0x${commandId.toString(16).padStart(8, '0')}`;
  const words = [`${name} ${frame.readUInt32BE(12)}`, `${frame.length} octets`];
  if (status !== 0) words.push(statusInWords(status));
  words.push(...messageInWords(frame, commandId, unmasked));
  const octets = unmasked ? shownOctets(frame, commandId) : '';
  if (octets !== '') words.push(octets);
  return words.join(', ');
};

/**
 * The octets that may be shown, in hexadecimal. Texts hold codes of approvals, hand-overs, cases and launches, and
 * whoever reads a code that was not sent to them can act as another person. A route doesn't know what a text is for,
 * and a code can't be found in every encoding: it may be packed, binary, or divided between two parts. So nothing is
 * shown of the content of a message, of its header and of the parameters behind it.
 */
const shownOctets = (frame: Buffer, commandId: number): string => {
  if (secret.has(commandId)) return '';
  if (!names.has(commandId)) return `${frame.toString('hex', 0, HEADER_OCTETS)}…`;
  if (!messages.has(commandId)) return frame.toString('hex');
  const delivery = readDelivery(frame);
  return `${frame.toString('hex', 0, 'fault' in delivery ? HEADER_OCTETS : delivery.contentAt)}…`;
};

/**
 * The fields of a message in words. A submit_sm is read by `readDelivery` too, since it has the layout of a deliver_sm
 * (4.4.1, 4.6.1).
 */
const messageInWords = (frame: Buffer, commandId: number, unmasked: boolean): readonly string[] => {
  if (commandId === Command.submitSmResp && frame.length > HEADER_OCTETS) {
    return [`message_id ${frame.toString('latin1', HEADER_OCTETS).split('\0', 1)[0]}`];
  }
  if (!messages.has(commandId)) return [];
  const delivery = readDelivery(frame);
  if ('fault' in delivery) return [delivery.fault];
  const shown = (address: string) => (unmasked ? address : maskNumber(address));
  return [
    `from ${shown(delivery.source)} to ${shown(delivery.destination)}`,
    `esm_class ${delivery.esmClass}`,
    `data_coding ${delivery.dataCoding}`,
    `${delivery.octets.length} octets of text`,
  ];
};
