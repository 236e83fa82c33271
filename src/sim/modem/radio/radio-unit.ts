export type Technology = '2G' | '3G' | '4G' | '5G';

export interface RadioOptions {
  /** The technologies that both modem and network have; the modem then takes the newest that its mode allows. */
  readonly technologies?: readonly Technology[] | undefined;
  /** Whether messages on 4G need IMS to be on. */
  readonly needsIms?: boolean | undefined;
  /** The value of AT+CGSMS without which messages are refused. */
  readonly needsSmsDomain?: number | undefined;
  /** The value of AT+CFUN at power-up; 1 if left out. 0 and 4 keep the radio off, and 0 the SIM too. */
  readonly functionality?: 0 | 1 | 4 | undefined;
  /** Whether AT+CFUN=1 has no effect: a lock of the FCC, or a switch for flight mode. */
  readonly locked?: boolean | undefined;
}

/** The settings of the radio that a modem keeps over restarts. */
export class RadioUnit {
  /** The value of AT+CFUN at power-up. */
  readonly functionality: number;
  readonly locked: boolean;
  readonly technologies: readonly Technology[] | undefined;
  mode: Technology | 'auto' = 'auto';
  /** The value of AT+QCFG="ims": 1 for on, 2 for off. It takes effect at the next start. */
  ims = 2;
  /** The value of AT+CGSMS. */
  smsDomain = 1;
  readonly #needsIms: boolean;
  readonly #needsSmsDomain: number | undefined;
  #imsRuns = false;

  constructor(options: RadioOptions = {}) {
    this.functionality = options.functionality ?? 1;
    this.locked = options.locked ?? false;
    this.technologies = options.technologies;
    this.#needsIms = options.needsIms ?? false;
    this.#needsSmsDomain = options.needsSmsDomain;
  }

  /** Undefined if the mode allows none of the technologies. */
  get technology(): Technology | undefined {
    const { mode, technologies = [] } = this;
    return mode === 'auto' ? technologies.at(-1) : technologies.find((each) => each === mode);
  }

  /** Whether the mode leaves the modem without any network. */
  get withoutNetwork(): boolean {
    return this.technologies !== undefined && this.technology === undefined;
  }

  /** Whether the settings let messages through. */
  get carriesMessages(): boolean {
    if (this.#needsSmsDomain !== undefined && this.smsDomain !== this.#needsSmsDomain) return false;
    return !this.#needsIms || this.technology !== '4G' || this.#imsRuns;
  }

  powerUp(): void {
    this.#imsRuns = this.ims === 1;
  }
}
