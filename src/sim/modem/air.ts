import type { Arrival, Device } from './device.ts';
import type { Pdu } from './pdu/pdu.ts';

/**
 * Incoming messages and status reports, delivered as AT+CNMI asks (TS 27.005 3.4.1). The simulated network keeps
 * every message until the modem can take it. Status reports are lost while <ds> is 0, as in real networks.
 */
export class Air {
  readonly #device: Device;
  readonly #acknowledgeMs: number;
  #waiting: Arrival[] = [];
  #unacknowledged: Arrival | undefined;
  /** Lines that wait while <mode> of CNMI is 0. */
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

  /** Delivers a report before the result of the command that is running. */
  overtake(pdu: Pdu): void {
    if (!this.#offer({ kind: 'report', pdu }, true)) this.#waiting.push({ kind: 'report', pdu });
  }

  /** Delivers the waiting messages and reports. To be called whenever the modem may be able to take more of them. */
  deliver(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const arrival of waiting) {
      if (!this.#device.registered || !this.#offer(arrival, false)) this.#waiting.push(arrival);
    }
    this.#device.changed();
  }

  /** Handles AT+CNMA; false if nothing waits for an acknowledgement. */
  acknowledge(): boolean {
    if (this.#unacknowledged === undefined) return false;
    this.#device.giveAway(this.#unacknowledged.pdu);
    this.#unacknowledged = undefined;
    this.#device.record.stats.acknowledged++;
    return true;
  }

  /**
   * Handles AT+CNMA=2 (RP-ERROR): the network sends the message again. False if nothing waits for an acknowledgement.
   */
  refuse(): boolean {
    if (this.#unacknowledged === undefined) return false;
    this.#waiting.unshift(this.#unacknowledged);
    this.#unacknowledged = undefined;
    return true;
  }

  /** To be called when CNMI was set: <bfr> decides what becomes of the lines that waited for another <mode>. */
  cnmiChanged(): void {
    const { mode, bfr } = this.#device.settings.cnmi;
    if (mode === 0) return;
    if (bfr === 0) for (const line of this.#buffered) this.#device.port.unsolicited([line]);
    this.#buffered = [];
  }

  /** To be called when the modem restarts: the network sends again what the modem didn't acknowledge. */
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
    if (settings.service === 1 || family.acknowledges === 'always') this.#expectAcknowledgement(arrival);
    return true;
  }

  #expectAcknowledgement(arrival: Arrival): void {
    this.#unacknowledged = arrival;
    this.#device.timers.after(this.#acknowledgeMs, () => {
      if (this.#unacknowledged !== arrival) return;
      this.#unacknowledged = undefined;
      // TS 27.005 3.4.4: without AT+CNMA in time the modem stops delivering directly.
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
    if (isReport) this.#indicate(family.cdsi ?? `+CDSI: "${memory}",${index}`, now);
    else if (settings.cnmi.mt !== 0) this.#indicate(`+CMTI: "${memory}",${index}`, now);
    return true;
  }

  #indicate(line: string, now: boolean): void {
    if (this.#device.settings.cnmi.mode === 0) this.#buffered.push(line);
    else this.#device.port.unsolicited([line], now);
  }
}
