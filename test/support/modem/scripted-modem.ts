import { TocsinError } from '../../../src/kernel/errors.ts';
import type { Line, LineEvents, OpenLine } from '../../../src/routes/modem/at/line.ts';

const CTRL_Z = '\x1a';
const ESC = '\x1b';

/** The answer to a command: its lines, the last one final; undefined for no answer at all. */
export type Reply = readonly string[] | undefined;

const OK = ['OK'];

const MANNERS: Readonly<Record<string, Reply>> = {
  'AT+CGMI': ['Acme', 'OK'],
  'AT+CGMM': ['Modem 1', 'OK'],
  'AT+CGMR': ['1.0', 'OK'],
  'AT+CGSN': ['490154203237518', 'OK'],
  'AT+CCID': ['+CCID: "8933150319000000018"', 'OK'],
  'AT+CIMI': ['208010000000001', 'OK'],
  'AT+CPIN?': ['+CPIN: READY', 'OK'],
  'AT+CREG?': ['+CREG: 0,1', 'OK'],
  'AT+CSQ': ['+CSQ: 20,0', 'OK'],
  'AT+COPS?': ['+COPS: 0,0,"Acme Mobile",7', 'OK'],
  'AT+CSMS?': ['+CSMS: 1,1,1,1', 'OK'],
  'AT+CSCA?': ['+CSCA: "+33199000000",145', 'OK'],
  'AT+CPMS?': ['+CPMS: "SM",0,20,"SM",0,20,"SM",0,20', 'OK'],
  'AT+CNMI=?': ['+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)', 'OK'],
};

/** A modem on a serial line in memory. It answers at once, or as the test sets it. */
export class ScriptedModem {
  /** Everything that was written to the modem, one entry for each command or PDU; ESC as `ESC`. */
  readonly heard: string[] = [];
  /** Answers to the next PDUs; after them, +CMGS with a growing TP-MR. */
  readonly results: Reply[] = [];
  readonly replies = new Map<string, Reply>(Object.entries(MANNERS));
  /** The prompt that the modem sends; undefined for none. */
  prompt: string | undefined = '\r\n> ';
  /** How often it was opened, and how many of the next openings fail first. */
  opened = 0;
  missing = 0;
  /** While set, ignores everything and answers nothing, until ESC, AT+CFUN=1,1 or `endHang` ends it. */
  hang: 'untilEscape' | 'untilRestart' | 'untilPower' | undefined;
  /** Number of octets that it still takes before it is unplugged. */
  octetsLeft = Number.POSITIVE_INFINITY;
  /** Lines that it sends before each line of its own, and between the two lines of a PDU. */
  noise: readonly string[] = [];
  /** Replaces this modem's answer to each PDU. */
  onPdu: (() => void) | undefined;
  /** Called with each command before it is answered. */
  onCommand: (command: string) => void = () => undefined;
  #events: LineEvents | undefined;
  #typed = '';
  #pduExpected = false;
  #reference = 0;

  readonly open: OpenLine = (_path, _baudRate, events) => {
    if (this.missing > 0) {
      this.missing--;
      return Promise.reject(new TocsinError('deviceFailed', 'No such file or directory'));
    }
    this.opened++;
    this.#events = events;
    this.#typed = '';
    this.#pduExpected = false;
    const line: Line = {
      write: (octets) => {
        if (this.#events !== events) return Promise.reject(new TocsinError('deviceFailed', 'closed'));
        this.#hear(Buffer.from(octets).toString('latin1'));
        return this.#events === events
          ? Promise.resolve()
          : Promise.reject(new TocsinError('deviceFailed', 'unplugged'));
      },
      close: () => {
        if (this.#events === events) this.unplug('closed by us');
        return Promise.resolve();
      },
    };
    return Promise.resolve(line);
  };

  get isOpen(): boolean {
    return this.#events !== undefined;
  }

  /** PDUs that were written completely, with Ctrl-Z. */
  get pdus(): readonly string[] {
    return this.heard.filter((each) => each.endsWith(CTRL_Z)).map((each) => each.slice(0, -1));
  }

  unplug(reason = 'unplugged'): void {
    const events = this.#events;
    this.#events = undefined;
    events?.closed(reason);
  }

  /** Sends unsolicited lines. */
  say(...lines: readonly string[]): void {
    this.raw(
      lines
        .flatMap((line) => [...this.noise, line])
        .map((line) => `\r\n${line}\r\n`)
        .join(''),
    );
  }

  endHang(): void {
    this.hang = undefined;
    this.#typed = '';
    this.#pduExpected = false;
  }

  raw(text: string): void {
    this.#events?.octets(Buffer.from(text, 'latin1'));
  }

  #hear(text: string): void {
    for (const character of text) {
      if (this.octetsLeft-- <= 0) {
        this.unplug();
        return;
      }
      if (this.hang === undefined) this.#hearCharacter(character);
      else this.#hangOn(character);
    }
  }

  #hangOn(character: string): void {
    this.#typed += character;
    const restarted = this.#typed.endsWith('AT+CFUN=1,1\r') && this.hang === 'untilRestart';
    if (restarted) this.heard.push('AT+CFUN=1,1');
    if (restarted || (character === ESC && this.hang === 'untilEscape')) this.endHang();
  }

  #hearCharacter(character: string): void {
    if (character === ESC) {
      this.heard.push('ESC');
      this.#typed = '';
      this.#pduExpected = false;
      return;
    }
    this.#typed += character;
    if (this.#pduExpected && character === CTRL_Z) this.#hearPdu();
    else if (!this.#pduExpected && character === '\r') this.#hearCommand();
  }

  #hearPdu(): void {
    this.heard.push(this.#typed);
    this.#typed = '';
    this.#pduExpected = false;
    if (this.onPdu !== undefined) {
      this.onPdu();
      return;
    }
    const reply =
      this.results.length > 0 ? this.results.shift() : [`+CMGS: ${this.#reference++ & 0xff}`, 'OK'];
    if (reply !== undefined) this.say(...reply);
  }

  #hearCommand(): void {
    const command = this.#typed.slice(0, -1);
    this.#typed = '';
    if (command === '') return;
    this.heard.push(command);
    this.onCommand(command);
    if (command.startsWith('AT+CMGS=')) {
      if (this.replies.has(command)) this.#answer(this.replies.get(command));
      else if (this.prompt !== undefined) {
        this.#pduExpected = true;
        this.raw(this.noise.map((line) => `\r\n${line}\r\n`).join('') + this.prompt);
      }
      return;
    }
    this.#answer(this.replies.has(command) ? this.replies.get(command) : OK);
  }

  #answer(reply: Reply): void {
    if (reply !== undefined) this.say(...reply);
  }
}
