import type { PinLeave } from '../../../domain/routes/sim-repository.ts';

/** What is known before a PIN is entered, apart from the SIM itself. */
export interface PinRules {
  readonly pin: string | undefined;
  /** Whether the configuration allows a try on a SIM of which neither number nor tries can be read. */
  readonly blind: boolean;
  readonly imei: string | undefined;
}

export type PinDecision =
  | {
      readonly kind: 'yes';
      /** The name under which the try is stored. */
      readonly latch: string;
      /** The SIM in words. */
      readonly sim: string;
    }
  | { readonly kind: 'no'; readonly reason: string };

/** With fewer tries left than this, a wrong PIN would block the SIM. */
const LEAST_TRIES = 2;
/** The tries of a SIM on which no wrong PIN was entered since the last right one (TS 31.101 9.5.1). */
const ALL_TRIES = 3;

/** The name under which a PIN is stored that was tried in this modem, on a SIM that doesn't tell its number. */
export const pinLatchOfModem = (imei: string): string => `imei:${imei}`;

/**
 * Decides whether a PIN may be entered. A SIM that tells its number may get it unless its last try would be at stake. A
 * SIM without a number must have all its tries: then a wrong PIN that was entered in another modem shows.
 *
 * @param triesLeft undefined if the modem doesn't tell
 */
export const mayEnter = (
  { blind, imei }: PinRules,
  iccid: string | undefined,
  triesLeft: number | undefined,
): PinDecision => {
  if (triesLeft !== undefined && triesLeft < LEAST_TRIES) {
    const left = triesLeft === 1 ? 'one try' : 'no try';
    return no(
      `the SIM has ${left} left for its PIN, and the gateway never uses the last one: enter the PIN in a phone`,
    );
  }
  if (iccid !== undefined) return { kind: 'yes', latch: iccid, sim: `SIM ${iccid}` };
  if (imei === undefined) {
    return no("neither the SIM's number nor the modem's IMEI can be read, so the PIN can't be tried safely");
  }
  if (triesLeft === undefined && !blind) {
    return no(
      "neither the SIM's number nor the tries left for its PIN can be read, so its PIN can't be tried safely: " +
        'switch the PIN off in a phone, or set tryPinBlind',
    );
  }
  if (triesLeft !== undefined && triesLeft < ALL_TRIES) {
    return no(
      `the SIM's number can't be read, and ${triesLeft} tries are left for its PIN, so its PIN can't be tried safely: ` +
        'enter the PIN in a phone',
    );
  }
  return { kind: 'yes', latch: pinLatchOfModem(imei), sim: `the SIM in modem ${imei}` };
};

const no = (reason: string): PinDecision => ({ kind: 'no', reason });

/** Why a PIN may not be tried, by what is stored about earlier tries; undefined if it may. */
export const whyNotAgain = (leave: PinLeave, sim: string): string | undefined => {
  switch (leave) {
    case 'allowed':
      return undefined;
    case 'tried':
      return `the PIN was tried on ${sim} before and not taken: correct it, or clear its latch`;
    case 'lastTry':
      return (
        `${sim} has not taken two PINs, and a third wrong one would block it: ` +
        'try the PIN in a phone, then clear the latch'
      );
  }
};
