import type { BalanceConfig } from '../../../config/routes/balance.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { RadioCheck, RadioCheckStart } from '../../../domain/routes/radio-check.ts';
import type { SimAct, SimControl, UssdAnswer } from '../../../domain/routes/sim-control.ts';
import type { SimRepository } from '../../../domain/routes/sim-repository.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { pinLatchOfModem } from '../bring-up/pin-rules.ts';
import type { ModemDriver } from '../driver/driver.ts';
import type { RadioDoctor } from '../radio/radio-doctor.ts';
import type { Task } from '../receive/incoming.ts';
import { BalanceReader } from './balance-reader.ts';
import { UssdDialogue } from './ussd-dialogue.ts';

export interface SimServiceDeps {
  readonly doctor: RadioDoctor;
  readonly clock: Clock;
  readonly driver: ModemDriver;
  readonly balance: BalanceConfig | undefined;
  readonly simRepository: SimRepository;
  /** The name under which the SIM's quarantine is stored. */
  readonly simName: () => string;
  /** Why no USSD code can be sent now; undefined if one can. */
  readonly busy: () => string | undefined;
  /** Runs the task when the serial line is free. */
  readonly add: (task: Task) => void;
  /** Called when a USSD dialogue began or ended. */
  readonly changed: () => void;
}

/** An operator's actions on the SIM in a modem: USSD codes, clearing the PIN latch, ending a quarantine. */
export class SimService implements SimControl {
  readonly balance: BalanceReader | undefined;
  readonly #deps: SimServiceDeps;
  #dialogue: UssdDialogue | undefined;

  constructor(deps: SimServiceDeps) {
    this.#deps = deps;
    const { balance } = deps;
    if (balance !== undefined)
      this.balance = new BalanceReader(balance, { ...deps, ussd: (code) => this.ussd(code) });
  }

  /** Whether a USSD dialogue is open: few modems can send messages meanwhile. */
  get inDialogue(): boolean {
    return this.#dialogue !== undefined;
  }

  /** Whether messages would wait for a USSD dialogue, or for the end of a check of the radio. */
  get isHoldingUp(): boolean {
    return this.inDialogue || this.#deps.doctor.isHoldingUp;
  }

  /** Whether a check of the radio runs. At its end it lifts the limit of the radio. */
  get isCheckingRadio(): boolean {
    return this.#deps.doctor.running;
  }

  /** To be called when the route is given a message. */
  messageWaits(): void {
    this.#deps.doctor.messageWaits();
  }

  checkRadio(to: Msisdn | undefined): Promise<RadioCheckStart> {
    if (this.#dialogue === undefined) return this.#deps.doctor.check(to);
    return Promise.resolve({ kind: 'notNow', reason: 'a USSD code is being asked' });
  }

  get radioCheck(): RadioCheck | undefined {
    return this.#deps.doctor.last;
  }

  ussd(code: string): Promise<UssdAnswer> {
    const { clock, doctor, driver, busy, add, changed } = this.#deps;
    const asking = this.#dialogue === undefined ? undefined : 'another code is being asked';
    const reason = asking ?? (doctor.running ? 'the radio is being checked' : busy());
    if (reason !== undefined) return Promise.resolve({ kind: 'notNow', reason });
    const packed = driver.facts.choice?.profile.settings.ussdPacked ?? false;
    const dialogue = new UssdDialogue(code, packed, clock);
    this.#dialogue = dialogue;
    add(async (channel) => {
      try {
        await dialogue.run(channel);
      } finally {
        if (this.#dialogue === dialogue) this.#dialogue = undefined;
        changed();
      }
    });
    return dialogue.answer;
  }

  async clearPin(): Promise<SimAct> {
    const { driver, simRepository } = this.#deps;
    const { iccid, identity } = driver.facts;
    const latches = [iccid, identity?.imei && pinLatchOfModem(identity.imei)].filter(Boolean);
    if (latches.length === 0) return { kind: 'notNow', reason: 'no SIM can be read in the modem' };
    for (const latch of latches) if (latch) await simRepository.clearPins(latch);
    driver.tryAgain();
    return { kind: 'done', iccid };
  }

  async restore(): Promise<SimAct> {
    const { driver, simRepository, simName } = this.#deps;
    const { iccid } = driver.facts;
    await simRepository.restore(simName());
    driver.tryAgain();
    return { kind: 'done', iccid };
  }

  /** Takes an unsolicited line if it belongs to the USSD dialogue; false if it doesn't. */
  take(line: string): boolean {
    return this.#dialogue?.take(line) ?? false;
  }

  /** Ends the dialogue and the check of the radio, since the modem is out of service, or the gateway is stopping. */
  forget(): void {
    this.#deps.doctor.forget();
    this.#dialogue?.abandon('the modem went out of service');
    this.#dialogue = undefined;
  }
}
