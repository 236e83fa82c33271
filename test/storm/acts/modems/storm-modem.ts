import { familyOf } from '../../../../src/sim/modem/families.ts';
import { calm, type ModemMisbehaviour } from '../../../../src/sim/modem/misbehaviour.ts';
import { SERVICE_CENTRE } from '../../../../src/sim/modem/options/modem-options.ts';
import { writeDelivers } from '../../../../src/sim/modem/pdu/deliver.ts';
import { RadioUnit } from '../../../../src/sim/modem/radio/radio-unit.ts';
import type { ModemRecord, SentPart } from '../../../../src/sim/modem/record.ts';
import { SimCard } from '../../../../src/sim/modem/sim-card.ts';
import { WholeDevice } from '../../../../src/sim/modem/whole-device.ts';
import type { Plug } from '../../world/memory-serial.ts';
import type { World } from '../../world/world.ts';
import type { Spell } from './faults.ts';
import type { PlannedModem } from './plan.ts';
import type { PlannedIn } from './texts.ts';

/** Octets between two that a bad line loses or repeats. */
const SPOILED_EACH = 400;

/** A text that a phone has sent to the SIM, as the network has it. */
export interface PhonedText {
  readonly planned: PlannedIn;
  readonly at: number;
  /** Its PDUs in hexadecimal. */
  readonly pdus: readonly string[];
}

/** A simulated modem on a serial line of the world. */
export class StormModem {
  readonly planned: PlannedModem;
  readonly phoned: PhonedText[] = [];
  /** When the whole of +CMGS was put on a line that works, by the part, ms since the epoch. */
  readonly answeredAt = new Map<SentPart, number>();
  /** When the line or the modem's power was cut. */
  readonly cutAt: number[] = [];
  /** When the modem was pulled out and put back, ms since the epoch. */
  readonly away: { readonly from: number; to: number }[] = [];
  /** Called when a modem with a text is told to delete or to acknowledge; returns whether the command is lost. */
  onTaken: () => boolean = () => false;
  readonly #world: World;
  readonly #device: WholeDevice;
  #plug: Plug | undefined;
  /** Counts up to SPOILED_EACH while the line is bad. */
  #octets = 0;
  #plugs = 0;
  #phoned = 0;
  /** The command that has come in so far. */
  #command = '';

  constructor(planned: PlannedModem, world: World) {
    this.planned = planned;
    this.#world = world;
    const { iccid, imsi, firstReference, forgetsReference } = planned;
    const own = { ownNumber: undefined, pin: undefined, serviceCentre: SERVICE_CENTRE };
    this.#device = new WholeDevice(
      {
        clock: world.clock,
        family: familyOf(planned.family),
        imei: planned.imei,
        operator: 'Storm Network',
        sims: [new SimCard({ ...own, iccid, imsi, firstReference, forgetsReference })],
        radio: new RadioUnit(),
        partMs: planned.partMs,
        reportDelayMs: planned.reportDelayMs,
        acknowledgeMs: 15_000,
      },
      {
        write: (text) => this.#write(text),
        changed: () => undefined,
        toPhone: (to, { text, reference, concat }) =>
          world.say(
            `${planned.id} sent ${reference} to ${to}, ${concat?.part ?? 1} of ${concat?.total ?? 1}: ${text.slice(0, 12)}`,
          ),
      },
    );
  }

  get record(): ModemRecord {
    return this.#device.record;
  }

  /** Messages and reports in its memories. */
  get stored(): number {
    const { store, family } = this.#device;
    return Object.keys(family.memories).reduce((sum, memory) => sum + store.used(memory), 0);
  }

  /** When the last report of all that it has sent must have come, ms since the epoch. */
  reportsUntil(latestMs: number): number {
    const last = this.record.sent.at(-1);
    return last === undefined ? 0 : last.at + this.planned.reportDelayMs + latestMs;
  }

  /** The port into which it is plugged first. The next ones are others, if the gateway finds it by its IMEI. */
  static pathOf({ id, byImei }: PlannedModem, plugs: number): string {
    return byImei ? `/dev/ttyUSB-${id}-${plugs}` : `/dev/serial/by-path/${id}`;
  }

  plugIn(): void {
    const path = StormModem.pathOf(this.planned, this.#plugs++);
    this.#world.say(`${this.planned.id} is at ${path}`);
    this.#plug = this.#world.serial.plug(path, (octets) => this.#hear(octets));
    this.#device.powerUp();
    const last = this.away.at(-1);
    if (last !== undefined) last.to = this.#world.clock.now();
  }

  pullOut(): void {
    this.#world.say(`${this.planned.id} is pulled out`);
    const from = this.#world.clock.now();
    this.cutAt.push(from);
    this.away.push({ from, to: Number.POSITIVE_INFINITY });
    this.#device.powerDown();
    this.#plug?.unplug();
    this.#plug = undefined;
  }

  /** Sets numbers that are refused, and numbers whose reports are negative, for good. */
  knowNumbers(barred: readonly string[], undelivered: readonly string[]): void {
    this.#device.misbehave({
      cmsErrorFor: new Map(barred.map((number) => [number, 28])),
      failedReport: new Set(undelivered),
    });
  }

  begin({ name, modem, line }: Spell): void {
    this.#world.say(`${this.planned.id} begins: ${name} ${JSON.stringify(modem)}`);
    this.#device.misbehave(modem);
    this.#spoilBy(line);
  }

  end({ name, modem, line }: Spell): void {
    this.#world.say(`${this.planned.id} ends: ${name}`);
    this.#device.misbehave(usualOf(modem));
    if (line !== undefined) this.#spoilBy(undefined);
  }

  /** A phone sends a text to the SIM. The network keeps it until the modem takes it. */
  phone(text: PlannedIn): void {
    const at = this.#world.clock.now();
    const from = { serviceCentre: SERVICE_CENTRE, from: text.from, text: text.text, at: new Date(at) };
    const pdus = writeDelivers(from, ++this.#phoned);
    this.#world.say(`${this.planned.id} gets P${text.index} in ${pdus.length} parts`);
    for (const pdu of text.isReversed ? pdus.toReversed() : pdus)
      this.#device.air.arrive({ kind: 'message', pdu });
    this.phoned.push({ planned: text, at, pdus: pdus.map(({ hex }) => hex) });
  }

  close(): void {
    this.#plug?.unplug();
    this.#plug = undefined;
    this.#device.close();
  }

  #hear(octets: string): void {
    const lines = (this.#command + octets).split('\r');
    this.#command = lines.at(-1) ?? '';
    const isTaken = lines.slice(0, -1).some((line) => /\+CMGD=|\+CNMA(?!=2)/.test(line));
    if (!isTaken || !this.#hasWholeText() || !this.onTaken()) this.#device.port.receive(octets);
  }

  /** Whether it still has a text of one part: the network or the SIM gives such a text again as it was. */
  #hasWholeText(): boolean {
    const given = new Set(this.record.givenAway.map(({ hex }) => hex));
    return this.phoned.some(({ pdus }) => pdus.length === 1 && pdus.every((hex) => !given.has(hex)));
  }

  #spoilBy(line: Spell['line']): void {
    const plug = this.#plug;
    if (plug === undefined) return;
    if (line !== undefined) this.cutAt.push(this.#world.clock.now());
    plug.isSilent = line === 'silent';
    const how = line === 'loses' ? 'lose' : line === 'repeats' ? 'twice' : undefined;
    plug.spoil = () => (how !== undefined && ++this.#octets % SPOILED_EACH === 0 ? how : undefined);
  }

  #write(text: string): void {
    const plug = this.#plug;
    const answered = /\+CMGS: (\d+)/.exec(text)?.[1];
    const part = this.record.sent.findLast(({ reference }) => `${reference}` === answered);
    if (part !== undefined && plug !== undefined && !plug.isSilent && !this.answeredAt.has(part))
      this.answeredAt.set(part, this.#world.clock.now());
    plug?.write(text, this.#device.misbehaviour.trickle);
  }
}

/** The usual value of each of these settings. A hang lasts: something must end it. */
const usualOf = (faults: Partial<ModemMisbehaviour>): Partial<ModemMisbehaviour> => {
  const { hang, ...others } = faults;
  const keys = Object.keys(others);
  const usual = Object.fromEntries(Object.entries(calm).filter(([key]) => keys.includes(key)));
  return hang === undefined || hang === 'untilRestart' ? usual : { ...usual, hang: false };
};
