import type { Cancel, Clock } from '../../../kernel/clock.ts';

/** How long a message waits for the end of a check until it is handed back: a message of the check may take minutes. */
const HOLD_MS = 10_000;

export interface CheckHoldDeps {
  readonly clock: Clock;
  /** Hands back the messages that wait for the end of the check. */
  readonly handBack: () => void;
  /** Called after that, since the room of the route has changed. */
  readonly changed: () => void;
}

/** Watches how long a message waits for the end of a check of the radio. */
export class CheckHold {
  readonly #deps: CheckHoldDeps;
  #isWanted = false;
  #isHoldingUp = false;
  #cancel: Cancel = () => undefined;

  constructor(deps: CheckHoldDeps) {
    this.#deps = deps;
  }

  /** Whether a message had to leave during the check, also if it was handed back since. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  /** Whether a message waited in vain, so that the route takes none until the check has ended. */
  get isHoldingUp(): boolean {
    return this.#isHoldingUp;
  }

  /** To be called when the route is given a message during the check. */
  begin(): void {
    if (this.#isWanted) return;
    const { clock, handBack, changed } = this.#deps;
    this.#isWanted = true;
    this.#cancel = clock.after(HOLD_MS, () => {
      this.#isHoldingUp = true;
      handBack();
      changed();
    });
  }

  /** To be called when the check has ended. */
  end(): void {
    this.#cancel();
    this.#isWanted = false;
    this.#isHoldingUp = false;
  }
}
