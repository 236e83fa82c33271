import type { Arrival, Device } from './device.ts';
import type { Pdu } from './pdu/pdu.ts';

/**
 * What comes in from the network, told as CNMI asks (TS 27.005 3.4.1). The network keeps what the modem can't take
 * now: no message from a phone is ever lost here. Reports are, as in life, when CNMI has <ds> 0.
 */
export class Air {
  readonly #device: Device;
  readonly #acknowledgeMs: number;
  #waiting: Arrival[] = [];
  #unacknowledged: Arrival | undefined;
  /** Told while CNMI's <mode> is 0. */
  #buffered: string[] = [];
  #saidFull = false;

  constructor(device: Device, acknowledgeMs: number) {
    this.#device = device;
    this.#acknowledgeMs = acknowledgeMs;
  }

  arrive(arrival: Arrival): void {
    this.#waiting.push(arrival);
    if (this.#device.port.idle) this.deliver();
  }

  /** A report that overtakes the result of the command which is running. */
  overtake(pdu: Pdu): void {
    if (!this.#offer({ kind: 'report', pdu }, true)) this.#waiting.push({ kind: 'report', pdu });
  }

  /** Offers the modem what waits; to be called whenever it may take more than before. */
  deliver(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const arrival of waiting) {
      if (!this.#device.registered || !this.#offer(arrival, false)) this.#waiting.push(arrival);
    }
    this.#device.changed();
  }

  /** AT+CNMA. False if nothing waits for it. */
  acknowledge(): boolean {
    if (this.#unacknowledged === undefined) return false;
    this.#unacknowledged = undefined;
    this.#device.record.stats.acknowledged++;
    return true;
  }

  /** AT+CNMA=2, an RP-ERROR: the network sends it again. False if nothing waits for it. */
  refuse(): boolean {
    if (this.#unacknowledged === undefined) return false;
    this.#waiting.unshift(this.#unacknowledged);
    this.#unacknowledged = undefined;
    return true;
  }

  /** CNMI has a new value: <bfr> says what becomes of what was held back. */
  cnmiChanged(): void {
    const { mode, bfr } = this.#device.settings.cnmi;
    if (mode === 0) return;
    if (bfr === 0) for (const line of this.#buffered) this.#device.port.unsolicited([line]);
    this.#buffered = [];
  }

  /** The modem starts anew: the network sends again what wasn't acknowledged. */
  restarted(): void {
    this.#buffered = [];
    this.#saidFull = false;
    if (this.#unacknowledged !== undefined) this.#waiting.unshift(this.#unacknowledged);
    this.#unacknowledged = undefined;
  }

  #offer(arrival: Arrival, now: boolean): boolean {
    const { cnmi } = this.#device.settings;
    if (arrival.kind === 'report' && cnmi.ds === 0) {
      this.#device.record.stats.reportsDropped++;
      return true;
    }
    const directly = arrival.kind === 'report' ? cnmi.ds === 1 : cnmi.mt === 2;
    const taken = directly ? this.#tell(arrival, now) : this.#store(arrival, now);
    if (taken) this.#device.record.stats[arrival.kind === 'report' ? 'reports' : 'inbound']++;
    return taken;
  }

  #tell(arrival: Arrival, now: boolean): boolean {
    const { settings, family, port } = this.#device;
    if (settings.cnmi.mode === 0 || this.#unacknowledged !== undefined) return false;
    const head = arrival.kind === 'report' ? family.cdsHead : '+CMT: ,{}';
    port.unsolicited([head.replace('{}', `${arrival.pdu.length}`), arrival.pdu.hex], now);
    if (settings.service === 1) this.#expectAcknowledgement(arrival);
    return true;
  }

  #expectAcknowledgement(arrival: Arrival): void {
    this.#unacknowledged = arrival;
    this.#device.timers.after(this.#acknowledgeMs, () => {
      if (this.#unacknowledged !== arrival) return;
      this.#unacknowledged = undefined;
      // TS 27.005 3.4.4: without AT+CNMA in time, the modem stops telling directly.
      const { settings } = this.#device;
      settings.cnmi = { ...settings.cnmi, mt: 0, ds: 0 };
      this.#waiting.unshift(arrival);
      this.deliver();
    });
  }

  #store(arrival: Arrival, now: boolean): boolean {
    const { settings, store, family, misbehaviour } = this.#device;
    const isReport = arrival.kind === 'report';
    const memory = isReport && store.size('SR') > 0 ? 'SR' : settings.memories[2];
    const index = misbehaviour.storageFull ? undefined : store.add(memory, arrival.pdu);
    if (index === undefined) {
      if (!this.#saidFull && family.full !== undefined)
        this.#indicate(family.full.replace('{}', memory), now);
      this.#saidFull = true;
      return false;
    }
    this.#saidFull = false;
    if (isReport) this.#indicate(`+CDSI: "${memory}",${index}`, now);
    else if (settings.cnmi.mt !== 0) this.#indicate(`+CMTI: "${memory}",${index}`, now);
    return true;
  }

  #indicate(line: string, now: boolean): void {
    if (this.#device.settings.cnmi.mode === 0) this.#buffered.push(line);
    else this.#device.port.unsolicited([line], now);
  }
}
