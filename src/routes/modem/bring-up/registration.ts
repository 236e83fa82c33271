import type { ModemRegistration, RadioTechnology } from '../../../domain/routes/registration.ts';
import { fieldsOf } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';

export interface Registration {
  /** Whether short messages may be sent. */
  readonly usable: boolean;
  readonly roaming: boolean;
  /**
   * Whether the modem has a network for data only, since the circuit-switched domain, which carries short messages as
   * well (TS 23.272), refuses it. Messages then go over the packet domain or IMS, or not at all.
   */
  readonly dataOnly: boolean;
  /** The state in words for an operator. */
  readonly words: string;
  readonly domains: ModemRegistration;
}

interface DomainState {
  readonly words: string;
  readonly usable?: true;
  readonly roaming?: true;
  readonly messagesOnly?: true;
}

// The values of <stat>: TS 27.007 7.2, 10.1.20, 10.1.22 and 10.1.48. 6 and 7 are registrations for short messages only;
// with 9 and 10, calls go over IMS rather than back to an older network.
const STATES: Readonly<Record<string, DomainState>> = {
  '0': { words: 'not registered' },
  '1': { words: 'home', usable: true },
  '2': { words: 'searching' },
  '3': { words: 'denied' },
  '4': { words: 'unknown' },
  '5': { words: 'roaming', usable: true, roaming: true },
  '6': { words: 'home, messages only', usable: true, messagesOnly: true },
  '7': { words: 'roaming, messages only', usable: true, roaming: true, messagesOnly: true },
  '8': { words: 'emergency calls only' },
  '9': { words: 'home', usable: true },
  '10': { words: 'roaming', usable: true, roaming: true },
};

const DOMAINS = [
  ['cs', 'CREG', 'calls and messages'],
  ['ps', 'CGREG', 'packet data'],
  ['eps', 'CEREG', 'LTE'],
  ['fiveG', 'C5GREG', '5G'],
] as const;

/** The registration of a modem that has told nothing yet. */
export const noRegistration: ModemRegistration = {
  cs: undefined,
  ps: undefined,
  eps: undefined,
  fiveG: undefined,
};

/**
 * Reads the registration in each domain: circuit-switched, packet, LTE and 5G. One usable registration is enough.
 * Resolves with 'mute' if the modem doesn't answer.
 */
export const readRegistration = async (channel: AtChannel): Promise<Registration | 'mute'> => {
  const told: [(typeof DOMAINS)[number], DomainState][] = [];
  for (const domain of DOMAINS) {
    const [, name] = domain;
    const answer = await channel.run(`AT+${name}?`);
    if (answer.kind === 'silent') return 'mute';
    // The answer is `n,stat`; an unsolicited `stat` or `stat,"lac"` may come before it.
    const lines = answer.lines.filter((line) => /^\+C\w*REG:\s*\d,\s*\d/.test(line));
    const state = STATES[fieldsOf(lines, `+${name}`)?.[1] ?? ''];
    if (state !== undefined) told.push([domain, state]);
  }
  const domains = {
    ...noRegistration,
    ...Object.fromEntries(told.map(([[key], { words }]) => [key, words])),
  };
  return summary(told, domains);
};

const summary = (
  told: readonly (readonly [(typeof DOMAINS)[number], DomainState])[],
  domains: ModemRegistration,
): Registration => {
  const usable = told.filter(([, state]) => state.usable);
  const [domain, state] = usable[0] ?? [];
  if (domain === undefined || state === undefined) {
    const words = told[0]?.[1].words ?? 'unknown';
    return { usable: false, roaming: false, dataOnly: false, words, domains };
  }
  const roaming = state.roaming === true;
  const cs = told.find(([[key]]) => key === 'cs')?.[1];
  const dataOnly = cs !== undefined && !cs.usable && !usable.some(([, each]) => each.messagesOnly);
  if (!dataOnly) return { usable: true, roaming, dataOnly, words: state.words, domains };
  const networks = usable.map(([[, , name]]) => name).join(' and ');
  const words = `${state.words} for ${networks} only; calls and messages: ${cs.words}`;
  return { usable: true, roaming, dataOnly, words, domains };
};

/** The signal strength in dBm, from +CSQ (TS 27.007 8.5); undefined if the modem doesn't know it. */
export const readSignal = async (channel: AtChannel): Promise<number | undefined> => {
  const answer = await channel.run('AT+CSQ');
  const rssi = Number(fieldsOf(answer.lines, '+CSQ')?.[0]);
  return rssi >= 0 && rssi <= 31 ? -113 + 2 * rssi : undefined;
};

export interface Operator {
  /** The operator's name, if the modem knows one. */
  readonly name: string | undefined;
  /** Undefined if the modem doesn't tell it: <AcT> is optional. */
  readonly technology: RadioTechnology | undefined;
}

// The values of <AcT> (TS 27.007 7.3).
const TECHNOLOGIES: readonly (RadioTechnology | undefined)[] = [
  '2G',
  '2G',
  '3G',
  '2G',
  '3G',
  '3G',
  '3G',
  '4G',
  '2G',
  '4G',
  '4G',
  '5G',
  '5G',
  '5G',
];

/** The operator and the access technology (TS 27.007 7.3). */
export const readOperator = async (channel: AtChannel): Promise<Operator> => {
  const answer = await channel.run('AT+COPS?', { timeoutMs: 20_000 });
  const fields = fieldsOf(answer.lines, '+COPS');
  const act = fields?.[3];
  return { name: fields?.[2] || undefined, technology: act ? TECHNOLOGIES[Number(act)] : undefined };
};
