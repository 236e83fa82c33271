/** How the SIM differs from most. */
export interface CardOptions {
  /** Tries left for the PIN at first; 3 if left out. */
  readonly pinTries?: number | undefined;
  /** The own number (EF-MSISDN); undefined if the SIM doesn't know it, as most don't. */
  readonly ownNumber?: string | undefined;
  /** Whether the ICCID can be read only after the PIN was entered. */
  readonly hidesIccid?: boolean | undefined;
  /** Whether no command tells the tries left for the PIN. */
  readonly hidesPinTries?: boolean | undefined;
  /** Whether it keeps no TP-MR (EF-SMSS is optional, TS 31.102 4.2.9): counting begins anew at each start. */
  readonly forgetsReference?: boolean | undefined;
}

export interface SimCardOptions extends CardOptions {
  readonly iccid: string;
  readonly imsi: string;
  readonly pin: string | undefined;
  readonly ownNumber: string | undefined;
  readonly serviceCentre: string;
  /** TP-MR of the first message, 0 to 255. */
  readonly firstReference: number;
}

const ATTEMPTS = 3;

/** The state that a SIM keeps over restarts of the modem: its PIN attempts, its service centre, its TP-MR counter. */
export class SimCard {
  readonly iccid: string;
  readonly imsi: string;
  serviceCentre: string;
  /** The amount that a USSD code tells. */
  balance = '10.00';
  readonly ownNumber: string | undefined;
  readonly hidesPinTries: boolean;
  readonly #pin: string | undefined;
  readonly #hidesIccid: boolean;
  #attemptsLeft: number;
  #unlocked: boolean;
  readonly #firstReference: number | undefined;
  #reference: number;

  constructor(options: SimCardOptions) {
    this.iccid = options.iccid;
    this.imsi = options.imsi;
    this.serviceCentre = options.serviceCentre;
    this.ownNumber = options.ownNumber;
    this.hidesPinTries = options.hidesPinTries ?? false;
    this.#pin = options.pin;
    this.#attemptsLeft = options.pinTries ?? ATTEMPTS;
    this.#hidesIccid = options.hidesIccid ?? false;
    this.#unlocked = options.pin === undefined;
    this.#reference = options.firstReference;
    this.#firstReference = options.forgetsReference ? options.firstReference : undefined;
  }

  get state(): 'ready' | 'pin' | 'puk' {
    if (this.#attemptsLeft === 0) return 'puk';
    return this.#unlocked ? 'ready' : 'pin';
  }

  /** Tries left for the PIN. */
  get pinTries(): number {
    return this.#attemptsLeft;
  }

  get tellsIccid(): boolean {
    return this.#unlocked || !this.#hidesIccid;
  }

  /** The file EF-ICCID: swapped semi-octets, filled up with F (TS 102.221 13.2). */
  get iccidFile(): string {
    return this.iccid.padEnd(20, 'F').replace(/(.)(.)/g, '$2$1');
  }

  /** Locks the SIM again, if it has a PIN. */
  powerUp(): void {
    this.#unlocked = this.#pin === undefined;
    this.#reference = this.#firstReference ?? this.#reference;
  }

  /** Tries a PIN (TS 31.101): the third wrong one in a row blocks the SIM, and a right one resets the count. */
  enterPin(pin: string): boolean {
    if (this.state !== 'pin') return false;
    this.#unlocked = pin === this.#pin;
    this.#attemptsLeft = this.#unlocked ? ATTEMPTS : this.#attemptsLeft - 1;
    return this.#unlocked;
  }

  /** TP-MR of the next message; it wraps at 256 (TS 23.040 9.2.3.6). */
  nextReference(): number {
    const reference = this.#reference;
    this.#reference = (reference + 1) % 256;
    return reference;
  }
}
