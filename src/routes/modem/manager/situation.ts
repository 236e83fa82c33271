import type { RoamingRule } from '../bring-up/network-rules.ts';
import type { ModemView } from './bus/modem-view.ts';
import { LOCK, MODEM_STATE } from './bus/names.ts';

/** What must happen before the modem can send; `usable` if nothing. */
export type Situation =
  /** Only a person can help. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'locked'; readonly reason: string }
  /** The SIM asks for its PIN. */
  | { readonly kind: 'pin' }
  | { readonly kind: 'disabled' }
  /** ModemManager is at work. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'unregistered'; readonly reason: string }
  | { readonly kind: 'usable' };

// MMModemStateFailedReason.
const FAILED: Readonly<Record<number, string>> = {
  2: 'no SIM in the modem',
  3: "the SIM can't be used",
  4: 'ModemManager does not know what the modem can do',
  5: 'the eSIM of the modem has no profile',
};

// MMModemLock, the locks that no PIN of a SIM opens.
const LOCKS: Readonly<Record<number, string>> = {
  4: 'the SIM asks for its PUK: enter it in a phone',
  6: 'the modem is locked to a service provider',
  8: 'the modem is locked to a network',
  10: 'the modem is locked to another SIM',
  11: 'the modem is locked to a corporation',
  15: 'the modem is locked to a part of a network',
};

interface Registration {
  readonly usable: boolean;
  readonly words: string;
}

// MMModem3gppRegistrationState has the numbers of TS 27.007 10.1.22.
const REGISTRATIONS: Readonly<Record<number, Registration>> = {
  0: { usable: false, words: 'not registered' },
  1: { usable: true, words: 'home' },
  2: { usable: false, words: 'searching' },
  3: { usable: false, words: 'denied' },
  4: { usable: false, words: 'unknown' },
  5: { usable: true, words: 'roaming' },
  6: { usable: true, words: 'home, messages only' },
  7: { usable: true, words: 'roaming, messages only' },
  8: { usable: false, words: 'emergency calls only' },
  9: { usable: true, words: 'home, no calls over LTE' },
  10: { usable: true, words: 'roaming, no calls over LTE' },
  11: { usable: false, words: 'only for restricted local services' },
};

const UNKNOWN: Registration = { usable: false, words: 'unknown' };

/** The registration in words for an operator. */
export const registrationWords = ({ registration }: ModemView): string => registered(registration).words;

const registered = (state: number | undefined): Registration =>
  (state === undefined ? undefined : REGISTRATIONS[state]) ?? UNKNOWN;

/** Whether the modem is in another operator's network. */
export const isRoaming = ({ registration }: ModemView): boolean =>
  registered(registration).words.startsWith('roaming');

/**
 * What stands between this modem and its first message.
 *
 * @param roaming what the configuration says about networks of other operators
 */
export const situationOf = (modem: ModemView, roaming: RoamingRule): Situation => {
  const { state, lock, failedReason } = modem;
  if (state === MODEM_STATE.failed) {
    const reason = FAILED[failedReason] ?? 'ModemManager could not start the modem';
    return { kind: 'failed', reason };
  }
  if (state === MODEM_STATE.locked) {
    if (lock === LOCK.simPin) return { kind: 'pin' };
    return { kind: 'locked', reason: LOCKS[lock] ?? `the modem is locked (MMModemLock ${lock})` };
  }
  if (state === MODEM_STATE.disabled) return { kind: 'disabled' };
  if (state < MODEM_STATE.enabled) return { kind: 'starting' };
  if (!modem.hasMessaging) {
    return { kind: 'failed', reason: 'ModemManager offers no messages for this modem' };
  }
  // A modem that is registered only for messages stays below the state `registered` (MMModem3gppRegistrationState 6).
  const { usable, words } = registered(modem.registration);
  if (!usable) return { kind: 'unregistered', reason: words };
  if (roaming !== 'refuse' || !isRoaming(modem)) return { kind: 'usable' };
  return { kind: 'unregistered', reason: `${words}: the configuration refuses roaming` };
};
