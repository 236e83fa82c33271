import type { AtChannel } from '../at/at-channel.ts';

/**
 * How each family tells the number of tries that are left for the PIN of a SIM. The standard's own command comes first;
 * the question to the card itself comes last, since a SIM of the second generation doesn't understand it.
 */
const QUESTIONS: readonly (readonly [command: string, answer: RegExp])[] = [
  // TS 27.007 8.65.
  ['AT+CPINR', /^\+CPINR:\s*"?SIM PIN"?\s*,\s*(\d+)/m],
  // SIMCom.
  ['AT+SPIC', /^\+SPIC:\s*(\d+)\s*,/m],
  // Cinterion and Gemalto.
  ['AT^SPIC="SC"', /^\^SPIC:\s*(?:"?SC"?\s*,\s*)?(\d+)/m],
  // Huawei: the state, the tries of what is asked for now, then those of PUK, PIN, PUK2 and PIN2.
  ['AT^CPIN?', /^\^CPIN:[^,\n]*,[^,\n]*,\s*\d+\s*,\s*(\d+)/m],
  // Quectel.
  ['AT+QPINC?', /^\+QPINC:\s*"SC"\s*,\s*(\d+)/m],
  // Telit.
  ['AT#PCT', /^#PCT:\s*(\d+)/m],
  // u-blox.
  ['AT+UPINCNT', /^\+UPINCNT:\s*(\d+)/m],
  // ZTE.
  ['AT+ZPINPUK=?', /^\+ZPINPUK:\s*(\d+)/m],
  // VERIFY PIN without a PIN costs no try: the card answers 63Cx with x tries left (TS 102.221 11.1.9).
  ['AT+CSIM=10,"0020000100"', /^\+CSIM:\s*\d+\s*,\s*"?63C([0-9A-F])"?\s*$/im],
];

/** The card's answers that no try is left: 6983 (TS 102.221 10.2.1.5) and 9840 (TS 51.011 9.4.5). */
const BLOCKED = /^\+CSIM:\s*\d+\s*,\s*"?(?:6983|9840)"?\s*$/im;

/** Asks how many tries are left for the PIN; undefined if the modem doesn't know any of the questions. */
export const readPinTries = async (channel: AtChannel): Promise<number | undefined> => {
  for (const [command, form] of QUESTIONS) {
    const answer = await channel.run(command);
    if (answer.kind !== 'ok') continue;
    const text = answer.lines.join('\n');
    const tries = form.exec(text)?.[1];
    if (tries !== undefined) return Number.parseInt(tries, command.startsWith('AT+CSIM') ? 16 : 10);
    if (BLOCKED.test(text)) return 0;
  }
  return undefined;
};
