import { fieldsOf } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';

export interface Registration {
  /** Whether short messages can be sent. */
  readonly usable: boolean;
  /** The state in words for an operator. */
  readonly words: string;
}

// The values of <stat>: TS 27.007 7.2, 10.1.20 and 10.1.22. 6 and 7 are registrations for short messages only.
const STATES: Readonly<Record<string, Registration>> = {
  '0': { usable: false, words: 'not registered' },
  '1': { usable: true, words: 'home' },
  '2': { usable: false, words: 'searching' },
  '3': { usable: false, words: 'denied' },
  '4': { usable: false, words: 'unknown' },
  '5': { usable: true, words: 'roaming' },
  '6': { usable: true, words: 'home, messages only' },
  '7': { usable: true, words: 'roaming, messages only' },
  '8': { usable: false, words: 'emergency calls only' },
};

/**
 * Reads the registration in the circuit-switched, packet and LTE domains; one usable registration is enough. Resolves
 * with 'mute' if the modem doesn't answer.
 */
export const readRegistration = async (channel: AtChannel): Promise<Registration | 'mute'> => {
  let found: Registration | undefined;
  for (const name of ['CREG', 'CGREG', 'CEREG']) {
    const answer = await channel.run(`AT+${name}?`);
    if (answer.kind === 'silent') return 'mute';
    // The answer is `n,stat`; an unsolicited `stat` or `stat,"lac"` may come before it.
    const lines = answer.lines.filter((line) => /^\+C\w*REG:\s*\d,\s*\d/.test(line));
    const state = STATES[fieldsOf(lines, `+${name}`)?.[1] ?? ''];
    if (state?.usable) return state;
    found ??= state;
  }
  return found ?? { usable: false, words: 'unknown' };
};

/** The signal strength in dBm, from +CSQ (TS 27.007 8.5); undefined if the modem doesn't know it. */
export const readSignal = async (channel: AtChannel): Promise<number | undefined> => {
  const answer = await channel.run('AT+CSQ');
  const rssi = Number(fieldsOf(answer.lines, '+CSQ')?.[0]);
  return rssi >= 0 && rssi <= 31 ? -113 + 2 * rssi : undefined;
};

/** The operator's name, if the modem knows one (TS 27.007 7.3). */
export const readOperator = async (channel: AtChannel): Promise<string | undefined> => {
  const answer = await channel.run('AT+COPS?', { timeoutMs: 20_000 });
  return fieldsOf(answer.lines, '+COPS')?.[2] || undefined;
};
