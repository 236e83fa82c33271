import { ScriptedModem } from './scripted-modem.ts';

/** A modem that answers these commands with these lines; undefined: with nothing. */
export const modemWith = (
  replies: Readonly<Record<string, readonly string[] | undefined>>,
): ScriptedModem => {
  const modem = new ScriptedModem();
  for (const [command, reply] of Object.entries(replies)) modem.replies.set(command, reply);
  return modem;
};

/** A modem whose SIM wants this PIN. */
export const lockedModem = (pin: string): ScriptedModem => {
  const modem = modemWith({ 'AT+CPIN?': ['+CPIN: SIM PIN', 'OK'] });
  const accept = { 'AT+CPIN?': ['+CPIN: READY', 'OK'] };
  for (let wrong = 0; wrong < 10_000; wrong += 1111) {
    modem.replies.set(`AT+CPIN="${String(wrong).padStart(4, '0')}"`, ['+CME ERROR: 16']);
  }
  modem.onCommand = (command) => {
    if (command === `AT+CPIN="${pin}"`) modem.replies.set('AT+CPIN?', accept['AT+CPIN?']);
  };
  modem.replies.set(`AT+CPIN="${pin}"`, ['OK']);
  return modem;
};

/** The commands with which a PIN was entered. */
export const pinsSent = (modem: ScriptedModem): readonly string[] =>
  modem.heard.filter((command) => command.startsWith('AT+CPIN='));
