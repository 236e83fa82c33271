import type { Clock } from '../../domain/clock.ts';
import type { SimControl, UssdAnswer } from '../../domain/sim-control.ts';
import type { Task } from './incoming.ts';
import type { ModemSettings } from './profile.ts';
import { UssdDialogue } from './ussd-dialogue.ts';

export interface SimDeskDeps {
  readonly clock: Clock;
  readonly settings: () => ModemSettings | undefined;
  /** Why nothing can be asked of the modem now; undefined while it is idle. */
  readonly busy: () => string | undefined;
  /** Has it done when the line is free. */
  readonly add: (task: Task) => void;
  /** Whether there is a dialogue has changed. */
  readonly changed: () => void;
}

/** What an operator does with the SIM in a modem. */
export class SimDesk implements SimControl {
  readonly #deps: SimDeskDeps;
  #dialogue: UssdDialogue | undefined;

  constructor(deps: SimDeskDeps) {
    this.#deps = deps;
  }

  /** A USSD code is being asked: few modems send messages meanwhile. */
  get inDialogue(): boolean {
    return this.#dialogue !== undefined;
  }

  ussd(code: string): Promise<UssdAnswer> {
    const { clock, settings, busy, add, changed } = this.#deps;
    const reason = this.inDialogue ? 'another code is being asked' : busy();
    if (reason !== undefined) return Promise.resolve({ kind: 'notNow', reason });
    const dialogue = new UssdDialogue(code, settings()?.ussdPacked ?? false, clock);
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

  /** Takes an unsolicited line if it belongs to the dialogue. */
  take(line: string): boolean {
    return this.#dialogue?.take(line) ?? false;
  }

  /** The modem is out of service: nothing more comes on this line. */
  forget(): void {
    this.#dialogue?.abandon('the modem went out of service');
    this.#dialogue = undefined;
  }
}
