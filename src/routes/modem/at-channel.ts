import type { Clock } from '../../domain/clock.ts';
import { TocsinError } from '../../domain/errors.ts';
import type { AtAnswer, AtError } from './at-answer.ts';
import type { Ending, Question } from './at-exchange.ts';
import { AtExchange, prefixOf } from './at-exchange.ts';
import type { Line, LineEvents, OpenLine } from './line.ts';
import { LineLife } from './line-life.ts';
import { LineReader } from './line-reader.ts';
import type { Frame } from './line-sorter.ts';
import { LineSorter } from './line-sorter.ts';
import { PacedWriter } from './paced-writer.ts';
import type { SubmitAnswer } from './submit-answer.ts';
import { submitAnswer } from './submit-answer.ts';

const ESC = 0x1b;
const CR = 0x0d;
const CTRL_Z = 0x1a;

const COMMAND_MS = 5000;
/** After a final result to a command that was given up, nothing more is in the pipe once it is quiet for so long. */
const QUIET_MS = 100;
const RESYNC_TRIES = 4;
const RESYNC_MS = 1000;
/** From +CMGS to its OK; the message is accepted either way. */
const OK_AFTER_CMGS_MS = 2000;

export interface ChannelListener {
  /** Lines and PDUs that answer no command. */
  readonly unsolicited: (frame: Frame) => void;
  /** Said once. */
  readonly closed: (reason: string) => void;
}

export interface RunOptions {
  /** Default 5 s. */
  readonly timeoutMs?: number;
  /** A line with this prefix ends the command: some modems send no OK after it. */
  readonly endsAt?: string | undefined;
}

/**
 * One command in flight on one open line; time-outs; unsolicited lines to whoever listens. After a time-out the
 * next command first brings both ends back in step.
 */
export class AtChannel implements LineEvents {
  readonly #clock: Clock;
  readonly #listener: ChannelListener;
  readonly #reader: LineReader;
  readonly #sorter = new LineSorter();
  readonly #life: LineLife;
  #line: Line | undefined;
  #writer: PacedWriter | undefined;
  #exchange: AtExchange | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #outOfStep = false;
  /** The last message handed over had no result in time. */
  #resultOwed = false;

  private constructor(clock: Clock, listener: ChannelListener) {
    this.#clock = clock;
    this.#listener = listener;
    this.#life = new LineLife(clock);
    this.#reader = new LineReader((line) => this.#onLine(line));
  }

  /** @throws TocsinError deviceFailed if the line can't be opened */
  static async open(
    openLine: OpenLine,
    path: string,
    baudRate: number,
    clock: Clock,
    listener: ChannelListener,
  ): Promise<AtChannel> {
    const channel = new AtChannel(clock, listener);
    channel.#line = await openLine(path, baudRate, channel);
    channel.#writer = new PacedWriter(channel.#line, channel.#life, clock);
    return channel;
  }

  /**
   * Runs one command and waits for its final result.
   *
   * @throws TocsinError deviceFailed if the line closes
   */
  run(command: string, options: RunOptions = {}): Promise<AtAnswer> {
    return this.#inTurn(async () => {
      if (this.#outOfStep && !(await this.#resync())) return { kind: 'silent', lines: [] };
      return this.#command(command, options);
    });
  }

  /**
   * Sends one PDU: AT+CMGS, the prompt, the PDU, Ctrl-Z. Never rejects.
   *
   * @param pdu with the octets of its TPDU as `length`
   */
  submit(
    pdu: { readonly hex: string; readonly length: number },
    limits: { readonly promptMs: number; readonly resultMs: number },
  ): Promise<SubmitAnswer> {
    return this.#inTurn(async () => {
      let handedOver = false;
      const lines: string[] = [];
      try {
        if (this.#outOfStep && !(await this.#resync())) return { kind: 'notSent' };
        // One that began anew unnoticed may be in text mode, where the PDU would go as a text to the number "length".
        const mode = await this.#command('AT+CMGF=0', {});
        const prompt =
          mode.kind === 'ok' ? await this.#prompted(`AT+CMGS=${pdu.length}`, limits.promptMs) : mode;
        if (prompt.kind === 'error' && mode.kind === 'ok' && !this.#isOfAnother(prompt.error)) return prompt;
        if (prompt.kind !== 'prompt') {
          this.#outOfStep = true;
          return { kind: 'notSent' };
        }
        const ending = await this.#exchanged(
          { command: pdu.hex, prefix: '+CMGS' },
          limits.resultMs,
          async (stillWanted) => {
            const written = await this.#write(Buffer.from(pdu.hex, 'latin1'));
            if (!written || !stillWanted()) return;
            // On its own: whatever breaks before this octet leaves, the message surely hasn't left.
            handedOver = true;
            await this.#write(Uint8Array.of(CTRL_Z));
          },
          lines,
        );
        const answer = submitAnswer(ending, handedOver);
        this.#resultOwed = answer.kind === 'silent';
        return answer;
      } catch (error) {
        if (!(error instanceof TocsinError)) throw error;
        // What it said before it went still holds.
        const said = submitAnswer({ kind: 'silent', lines }, handedOver);
        return said.kind === 'accepted' ? said : { kind: 'lost', handedOver, reason: error.message };
      }
    });
  }

  /**
   * ESC, CR, then AT until the modem answers; false if it doesn't. ESC throws a half-typed PDU away, where Ctrl-Z
   * would send it.
   *
   * @throws TocsinError deviceFailed if the line closes
   */
  resync(): Promise<boolean> {
    return this.#inTurn(() => this.#resync());
  }

  /**
   * Says a command to a modem that may hear without answering, and doesn't wait for an answer.
   *
   * @throws TocsinError deviceFailed if the line closes
   */
  tell(command: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#outOfStep = true;
      await this.#write(Uint8Array.of(ESC, CR));
      await this.#write(Buffer.from(`${command}\r`, 'latin1'));
      await this.pause(QUIET_MS);
    });
  }

  /** The modem began anew: what is in flight gets no answer any more. */
  abandon(): void {
    this.#outOfStep = true;
    this.#exchange?.abandon();
  }

  /** From now on writes at most `octets` at once, with a gap between; 0: all at once. */
  pace(octets: number, gapMs: number): void {
    this.#writer?.pace(octets, gapMs);
  }

  /** @throws TocsinError deviceFailed if the line closes meanwhile */
  pause(ms: number): Promise<void> {
    return this.#life.pause(ms);
  }

  async close(): Promise<void> {
    await this.#line?.close();
  }

  octets(chunk: Uint8Array): void {
    this.#reader.feed(chunk);
  }

  closed(reason: string): void {
    this.#life.end(reason);
    this.#listener.closed(reason);
  }

  /** An error before the prompt may be the late result of the message before: it fails no other. */
  #isOfAnother({ kind }: AtError): boolean {
    const owed = this.#resultOwed && kind === 'cms';
    this.#resultOwed = false;
    return owed;
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(run);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #command(command: string, { timeoutMs = COMMAND_MS, endsAt }: RunOptions): Promise<AtAnswer> {
    const ending = await this.#exchanged({ command, prefix: prefixOf(command), endsAt }, timeoutMs, () =>
      this.#write(Buffer.from(`${command}\r`, 'latin1')),
    );
    return ending.kind === 'prompt' ? { kind: 'silent', lines: ending.lines } : ending;
  }

  async #prompted(command: string, timeoutMs: number): Promise<Ending> {
    this.#reader.expectPrompt();
    try {
      // A +CMGS before the prompt is the late result of the message before: it isn't taken for this one's.
      return await this.#exchanged({ command, prefix: undefined }, timeoutMs, () =>
        this.#write(Buffer.from(`${command}\r`, 'latin1')),
      );
    } finally {
      this.#reader.forgetPrompt();
    }
  }

  async #resync(): Promise<boolean> {
    if (!(await this.#write(Uint8Array.of(ESC, CR)))) return false;
    await this.pause(QUIET_MS);
    for (let i = 0; i < RESYNC_TRIES; i++) {
      const answer = await this.#command('AT', { timeoutMs: RESYNC_MS });
      if (answer.kind === 'silent') continue;
      // What answered may have been the command given up before; its own OK is still to come then.
      await this.pause(QUIET_MS);
      this.#outOfStep = false;
      return true;
    }
    return false;
  }

  #exchanged(
    question: Question,
    timeoutMs: number,
    write: (stillWanted: () => boolean) => Promise<unknown>,
    lines: string[] = [],
  ): Promise<Ending> {
    return this.#life.wait<Ending>((resolve, reject) => {
      const end = (ending: Ending) => {
        cleanUp();
        resolve(ending);
      };
      const timedOut = () => {
        this.#outOfStep = true;
        end({ kind: 'silent', lines: exchange.lines });
      };
      const accepted = () => {
        cancel();
        cancel = this.#clock.after(OK_AFTER_CMGS_MS, timedOut);
      };
      const exchange = new AtExchange(question, end, accepted, lines);
      let cancel = this.#clock.after(timeoutMs, timedOut);
      const cleanUp = () => {
        cancel();
        if (this.#exchange === exchange) this.#exchange = undefined;
      };
      this.#exchange = exchange;
      write(() => this.#exchange === exchange).catch(reject);
      return cleanUp;
    });
  }

  #write(octets: Uint8Array): Promise<boolean> {
    return this.#writer?.write(octets) ?? Promise.resolve(false);
  }

  #onLine(line: string): void {
    const frame = this.#sorter.sort(line);
    if (frame === undefined) return;
    if (frame.kind === 'line') {
      if (this.#exchange?.take(frame.line) === true) return;
      if (/^\+CM(GS:|S ERROR)/.test(frame.line)) this.#resultOwed = false;
    }
    this.#listener.unsolicited(frame);
  }
}
