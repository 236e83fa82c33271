import { expect, it } from 'vitest';
import { harness, part, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const ENTER = 'AT+CPIN="1234"';

/** A modem that loses all settings when it restarts, is in text mode then, and asks for the PIN again. */
class ForgetfulModem extends ScriptedModem {
  /** Restarts instead of answering the command with this number. */
  readonly #resetAt: number;
  readonly #says: readonly string[];
  #commands = 0;
  /** The command at which it restarted; undefined until then. */
  resetBy: string | undefined;
  textMode = true;
  errorCodes = false;

  constructor(resetAt: number, says: readonly string[]) {
    super();
    this.#resetAt = resetAt;
    this.#says = says;
    this.#begin();
    this.onCommand = (command) => this.#on(command);
  }

  get pinsEntered(): number {
    return this.heard.filter((command) => command === ENTER).length;
  }

  #begin(): void {
    this.textMode = true;
    this.errorCodes = false;
    this.replies.set('AT+CPIN?', ['+CPIN: SIM PIN', 'OK']);
    this.replies.set('AT+CREG?', ['+CREG: 0,0', 'OK']);
    this.replies.set('AT+CIMI', ['+CME ERROR: 11']);
    this.replies.set('AT+CNMI?', ['+CNMI: 0,0,0,0,0', 'OK']);
  }

  #on(command: string): void {
    if (++this.#commands === this.#resetAt) {
      this.resetBy = command;
      this.#begin();
      this.say(...this.#says);
      this.hang = 'untilPower';
      return;
    }
    if (command === ENTER) {
      this.replies.set('AT+CPIN?', ['+CPIN: READY', 'OK']);
      this.replies.set('AT+CREG?', ['+CREG: 0,1', 'OK']);
      this.replies.set('AT+CIMI', ['208010000000001', 'OK']);
    }
    if (command === 'AT+CMGF=0') this.textMode = false;
    if (command === 'AT+CMEE=1') this.errorCodes = true;
    if (command.startsWith('AT+CNMI=')) {
      this.replies.set('AT+CNMI?', [`+CNMI: ${command.slice('AT+CNMI='.length)}`, 'OK']);
    }
  }
}

it.each([
  ['with a boot line', ['RDY']],
  ['without a boot line', []],
])(
  'a modem that restarts %s, at any command of its bring-up, is in service within two minutes, and sends no PDU as text',
  async (_how, says) => {
    const reached = new Set<string>();
    let besidePin = 0;
    for (let nth = 1; ; nth++) {
      const modem = new ForgetfulModem(nth, says);
      const { route, clock, simRepository } = harness({ modem, config: { pin: '1234' } });
      route.start();
      for (let second = 0; second < 120; second++) {
        await clock.advance(1000);
        if (modem.hang !== undefined && second > 1) modem.endHang();
      }
      const at = { nth, command: modem.resetBy };
      if (modem.resetBy !== undefined) reached.add(modem.resetBy);
      if (simRepository.latches.size > 0) {
        // It restarted while the PIN was being sent, and only the SIM knows whether the PIN was right.
        besidePin++;
        expect(modem.pinsEntered).toBeLessThanOrEqual(1);
        expect(route.status().reason).toMatch(/was tried .* before and not taken/);
      } else {
        const { state, reason } = route.status();
        expect({ ...at, state, reason }).toEqual({ ...at, state: 'up', reason: undefined });
        let asText = false;
        modem.onPdu = () => {
          asText = modem.textMode;
          modem.say('+CMGS: 1', 'OK');
        };
        const outcome = route.submit(part(clock));
        await clock.advance(1000);
        expect(await outcome).toMatchObject({ kind: 'accepted' });
        expect({ ...at, asText, codes: modem.errorCodes }).toEqual({ ...at, asText: false, codes: true });
      }
      await stop(route);
      expect(clock.pending).toBe(0);
      if (modem.resetBy === undefined || modem.resetBy.startsWith('AT+CMGL')) break;
    }
    expect(besidePin).toBeLessThanOrEqual(3);
    expect([...reached]).toEqual(
      expect.arrayContaining(['ATE0', 'AT+CMEE=1', ENTER, 'AT+CMGF=0', 'AT+CNMI?']),
    );
  },
);
