import type { Log } from '../../../kernel/log.ts';

const MISSING = /no such file|ENOENT|cannot find|no port has/i;

/** What to do about a port that can't be opened, by what the system says of it. */
const MENDS: readonly (readonly [RegExp, string])[] = [
  [
    MISSING,
    'plug the modem in, or correct `device` or `imei` of the route: `tocsin probe` lists the modems of this machine',
  ],
  [
    /permission denied|EACCES|EPERM/i,
    'add the user of the gateway to the group of the device, such as dialout, and restart it',
  ],
  [
    /busy|locked|cannot lock|EBUSY/i,
    'another program has the port, such as ModemManager: stop it, or let it leave this device alone',
  ],
];

/** Whether the device isn't there: then it is looked for often, since it may be plugged in at any time. */
export const isMissing = (reason: string): boolean => MISSING.test(reason);

/** Logs why the port of a modem can't be opened, with how to mend it: once, until the reason changes. */
export class OpenTrouble {
  readonly #route: string;
  readonly #log: Log;
  #told: string | undefined;

  constructor(route: string, log: Log) {
    this.#route = route;
    this.#log = log;
  }

  failed(device: string | undefined, reason: string): void {
    const mend = MENDS.find(([pattern]) => pattern.test(reason))?.[1];
    const told = mend ?? reason;
    if (told === this.#told) return;
    this.#told = told;
    this.#log.error(
      { route: this.#route, device, reason, mend },
      'the device of a modem cannot be opened; tried again',
    );
  }

  opened(): void {
    if (this.#told !== undefined) this.#log.info({ route: this.#route }, 'the device of a modem is open now');
    this.#told = undefined;
  }
}
