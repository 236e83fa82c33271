import type { Answer } from './answer.ts';
import { error, finalLine, ok, silence } from './answer.ts';
import type { AtCommand } from './at-command.ts';
import { afterAt, parseCommands } from './at-command.ts';
import { execute } from './commands/execute.ts';
import type { Device } from './device.ts';

const ESCAPE = '\x1b';
const CTRL_Z = '\x1a';
const BACKSPACE = '\b';
const MOST_TYPED = 4096;

/**
 * The AT interpreter of ITU-T V.250. It runs one command line at a time, and later input waits. Unsolicited lines
 * wait too, until the running line has its final result.
 */
export class AtPort {
  readonly #device: Device;
  readonly #write: (text: string) => void;
  #state: 'command' | 'busy' | 'prompt' = 'command';
  #input = '';
  #typed = '';
  #promptDone: ((text: string | undefined) => void) | undefined;
  #deferred: (readonly string[])[] = [];
  /** Counts starts of the modem: a command from before a restart gives no answer. */
  #life = 0;
  #chatter = 0;
  /** The command line that ran last. */
  #lastCommand = '';

  constructor(device: Device, write: (text: string) => void) {
    this.#device = device;
    this.#write = write;
  }

  get idle(): boolean {
    return this.#state === 'command';
  }

  receive(octets: string): void {
    this.#input += octets;
    if (this.#device.misbehaviour.hang === false) {
      this.#pump();
      return;
    }
    this.#device.record.stats.unheard += octets.length;
    this.#whileHung();
    this.#device.changed();
  }

  /**
   * Sends an unsolicited line, or several that belong together.
   *
   * @param now sends it even while a command runs
   */
  unsolicited(lines: readonly string[], now = false): void {
    if (lines.length === 0 || this.#device.misbehaviour.hang !== false) return;
    if (now || this.idle) this.#say(lines);
    else this.#deferred.push(lines);
  }

  reset(): void {
    this.#life++;
    this.#state = 'command';
    this.#input = '';
    this.#typed = '';
    this.#promptDone = undefined;
    this.#deferred = [];
  }

  #pump(): void {
    while (this.#input !== '' && this.#state !== 'busy') {
      const octet = this.#input.charAt(0);
      this.#input = this.#input.slice(1);
      if (this.#device.settings.echo && octet !== ESCAPE && octet !== CTRL_Z) this.#put(octet);
      if (this.#state === 'command') this.#type(octet);
      else this.#typePdu(octet);
    }
  }

  #type(octet: string): void {
    if (octet === '\r') {
      const line = this.#typed;
      this.#typed = '';
      const commands = afterAt(line);
      if (line.trim() !== '') this.#device.record.note('<', line);
      if (commands === undefined) return;
      this.#lastCommand = commands;
      void this.#run(commands);
    } else if (octet === CTRL_Z) {
      if (!this.#mayEndPdu) this.#device.violate('Ctrl-Z without a prompt');
    } else if (octet === BACKSPACE) {
      this.#typed = this.#typed.slice(0, -1);
    } else if (octet !== '\n' && octet !== ESCAPE && this.#typed.length < MOST_TYPED) {
      this.#typed += octet;
    }
  }

  /**
   * Whether a client may write Ctrl-Z though the modem takes no PDU: to a modem without a prompt it writes AT+CMGS and
   * the PDU together, and can't see that the modem ignored the command or has just refused it.
   */
  get #mayEndPdu(): boolean {
    return this.#device.family.prompt === 'none' && /^\+CMGS=/i.test(this.#lastCommand);
  }

  #typePdu(octet: string): void {
    if (octet !== CTRL_Z && octet !== ESCAPE) {
      if (this.#typed.length < MOST_TYPED) this.#typed += octet;
      return;
    }
    const text = octet === CTRL_Z ? this.#typed : undefined;
    this.#device.record.note('<', `${this.#typed}${octet === CTRL_Z ? '<Ctrl-Z>' : '<ESC>'}`);
    if (octet === CTRL_Z && this.#input.startsWith('\r')) this.#device.violate('CR after Ctrl-Z');
    this.#typed = '';
    this.#state = 'busy';
    this.#promptDone?.(text);
  }

  async #run(line: string): Promise<void> {
    const life = this.#life;
    this.#state = 'busy';
    const answer = await this.#answerTo(line);
    await this.#device.timers.wait(this.#device.misbehaviour.slowMs);
    if (life !== this.#life) return;
    this.#finish(answer);
    if (answer.kind === 'restart') this.#device.restart();
    else this.#next();
  }

  /**
   * The answer to a line of commands: the lines of all answers and one OK, or only the answer of the first command that
   * isn't answered with OK.
   */
  async #answerTo(line: string): Promise<Answer> {
    const commands = parseCommands(line);
    if (commands === undefined) return error;
    const lines: string[] = [];
    for (const command of commands) {
      const answer = await this.#execute(command);
      if (answer.kind !== 'ok') return answer;
      lines.push(...answer.lines);
    }
    return ok(...lines);
  }

  async #execute(command: AtCommand): Promise<Answer> {
    this.#device.record.stats.commands++;
    const answer = execute(command, this.#device);
    if (answer.kind !== 'prompt') return answer;
    if (this.#device.misbehaviour.noPrompt) return silence;
    const text = await this.#prompt();
    if (text !== undefined) return answer.take(text);
    this.#device.record.stats.escapes++;
    return ok();
  }

  /** Prompts for input. Returns the input up to Ctrl-Z; undefined if ESC ends it. */
  async #prompt(): Promise<string | undefined> {
    const { misbehaviour } = this.#device;
    await this.#device.timers.wait(misbehaviour.latePromptMs);
    const { prompt } = this.#device.family;
    if (prompt !== 'none') {
      this.#dropWhatCameTooEarly();
      if (misbehaviour.ringBetween) this.#chat();
      this.#put(misbehaviour.barePrompt ? '\r\n>' : '\r\n> ');
    }
    if (prompt === 'with OK') this.#say(['OK']);
    return new Promise((resolve) => {
      this.#promptDone = resolve;
      this.#state = 'prompt';
      this.#device.changed();
      this.#pump();
    });
  }

  /** Input before the prompt is lost; an ESC in it ends the prompt. */
  #dropWhatCameTooEarly(): void {
    const escapeAt = this.#input.indexOf(ESCAPE);
    const early = escapeAt < 0 ? this.#input : this.#input.slice(0, escapeAt);
    if (early !== '') this.#device.violate(`${JSON.stringify(early)} before the prompt`);
    this.#input = this.#input.slice(early.length);
  }

  #finish(answer: Answer): void {
    const { ringBetween } = this.#device.misbehaviour;
    const final = finalLine(answer, this.#device.settings.errors);
    if (ringBetween && answer.kind !== 'silence') this.#chat();
    if ('lines' in answer && answer.lines.length > 0) {
      this.#say(answer.lines);
      if (ringBetween) this.#chat();
    }
    if (final !== undefined) this.#say([final]);
  }

  #next(): void {
    this.#state = 'command';
    const deferred = this.#deferred;
    this.#deferred = [];
    for (const lines of deferred) this.#say(lines);
    this.#device.reconsider();
    this.#pump();
  }

  #whileHung(): void {
    const { hang } = this.#device.misbehaviour;
    const escapeAt = this.#input.indexOf(ESCAPE);
    if (hang === 'untilEscape' && escapeAt >= 0) {
      const rest = this.#input.slice(escapeAt);
      this.#device.timers.clear();
      this.reset();
      this.#input = rest;
      this.#device.misbehave({ hang: false });
      this.#pump();
    } else if (hang === 'untilRestart' && /AT\+CFUN=1,1\r/i.test(this.#input)) {
      this.#device.restart();
    } else if (hang !== 'untilRestart') {
      this.#input = '';
    }
  }

  #chat(): void {
    const { chatter } = this.#device.family;
    this.#say([chatter[this.#chatter++ % chatter.length] ?? 'RING']);
  }

  #say(lines: readonly string[]): void {
    for (const line of lines) this.#device.record.note('>', line);
    this.#put(`\r\n${lines.join('\r\n')}\r\n`);
    this.#device.changed();
  }

  #put(text: string): void {
    if (this.#device.misbehaviour.hang === false) this.#write(text);
  }
}
