import type { Clock } from '../../../kernel/clock.ts';
import type { AtAnswer } from './at-answer.ts';
import { AtExchange, type Ending, prefixOf, type Question } from './at-exchange.ts';
import type { ChannelListener, RunOptions } from './channel-options.ts';
import { LateErrors } from './late-errors.ts';
import type { Line, LineEvents, OpenLine } from './line.ts';
import { LineLife } from './line-life.ts';
import { LineReader } from './line-reader.ts';
import { LineSorter } from './line-sorter.ts';
import { PacedWriter } from './paced-writer.ts';
import { Submission } from './submission.ts';
import type { SubmitAnswer } from './submit-answer.ts';
import { TextGatherer } from './text-gatherer.ts';

const ESC = 0x1b;
const CR = 0x0d;

const COMMAND_MS = 5000;
/** Silence in ms after which no late line of a timed-out command is expected any more. */
const QUIET_MS = 100;
const RESYNC_TRIES = 4;
const RESYNC_MS = 1000;
/**
 * The longest waits in ms from +CMGS to its OK, without which the message counts as accepted too, and from an OK to its
 * +CMGS, without which nobody knows what became of the message.
 */
const HALF_MS = { line: 2000, ok: 60_000 } as const;

/**
 * Runs AT commands on one open serial line, one at a time and with a time-out, and passes unsolicited lines to the
 * listener. After a time-out the next command first makes sure that the modem listens for a command again.
 */
export class AtChannel implements LineEvents {
  readonly #clock: Clock;
  readonly #listener: ChannelListener;
  readonly #reader: LineReader;
  readonly #sorter = new LineSorter();
  readonly #texts: TextGatherer;
  readonly #life: LineLife;
  #line: Line | undefined;
  #writer: PacedWriter | undefined;
  #exchange: AtExchange | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #outOfStep = false;
  readonly #lateErrors = new LateErrors();
  readonly #submission = new Submission({
    inStep: () => this.#inStep(),
    command: (command) => this.#command(command, {}),
    prompted: (command, timeoutMs) => this.#prompted(command, timeoutMs),
    exchanged: (...exchange) => this.#exchanged(...exchange),
    write: (octets) => this.#write(octets),
    lostStep: () => {
      this.#outOfStep = true;
    },
  });

  private constructor(clock: Clock, listener: ChannelListener) {
    this.#clock = clock;
    this.#listener = listener;
    this.#life = new LineLife(clock);
    this.#texts = new TextGatherer(clock, listener.unsolicited);
    this.#reader = new LineReader((line) => this.#onLine(line));
  }

  /** @throws TocsinError deviceFailed if the serial line can't be opened */
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
   * @throws TocsinError deviceFailed if the serial line closes
   */
  run(command: string, options: RunOptions = {}): Promise<AtAnswer> {
    return this.#inTurn(async () => {
      if (!(await this.#inStep())) return { kind: 'silent', lines: [] };
      return this.#command(command, options);
    });
  }

  /** Sends one PDU with AT+CMGS, after the commands that were run before. Never rejects. */
  submit(...part: Parameters<Submission['submit']>): Promise<SubmitAnswer> {
    return this.#inTurn(() => this.#submission.submit(...part));
  }

  /**
   * Makes the modem listen for a command again: ESC, CR, then AT until the modem answers; false if it doesn't answer.
   * ESC discards a half-written PDU, where Ctrl-Z would send it.
   *
   * @throws TocsinError deviceFailed if the serial line closes
   */
  resync(): Promise<boolean> {
    return this.#inTurn(() => this.#resync());
  }

  /**
   * Writes a command to a modem that may listen without answering, and doesn't wait for an answer.
   *
   * @throws TocsinError deviceFailed if the serial line closes
   */
  tell(command: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#outOfStep = true;
      await this.#write(Uint8Array.of(ESC, CR));
      await this.#write(Buffer.from(`${command}\r`, 'latin1'));
      await this.pause(QUIET_MS);
    });
  }

  /** Ends the command in flight without an answer, since the modem has restarted. */
  abandon(): void {
    this.#outOfStep = true;
    this.#exchange?.abandon();
  }

  /** Sets the pace of writing: at most `octets` at once, then a gap of `gapMs`; 0 octets means all at once. */
  pace(octets: number, gapMs: number): void {
    this.#writer?.pace(octets, gapMs);
  }

  /** @throws TocsinError deviceFailed if the serial line closes meanwhile */
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
    this.#texts.forget();
    this.#life.end(reason);
    this.#listener.closed(reason);
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(run);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #inStep(): Promise<boolean> {
    return !this.#outOfStep || (await this.#resync());
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
      // A +CMGS before the prompt is the late result of an earlier message, so it must not count for this message.
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
      // The answer may belong to a command that timed out before; then the OK for this AT is still to come.
      await this.pause(QUIET_MS);
      this.#outOfStep = false;
      return true;
    }
    return false;
  }

  #exchanged(
    question: Question,
    timeoutMs: number,
    write: (exchange: { readonly isWanted: () => boolean; readonly giveUp: () => void }) => Promise<unknown>,
    lines: string[] = [],
  ): Promise<Ending> {
    return this.#life.wait<Ending>((resolve, reject) => {
      const end = (ending: Ending) => {
        cleanUp();
        if (ending.kind !== 'silent') this.#lateErrors.answered(question);
        resolve(ending);
      };
      const timedOut = () => {
        this.#outOfStep = true;
        this.#lateErrors.timedOut(question);
        end({ kind: 'silent', lines: exchange.lines });
      };
      const half = (came: 'line' | 'ok') => {
        cancel();
        cancel = this.#clock.after(Math.min(timeoutMs, HALF_MS[came]), timedOut);
      };
      const exchange = new AtExchange(question, end, half, lines);
      let cancel = this.#clock.after(timeoutMs, timedOut);
      const cleanUp = () => {
        cancel();
        if (this.#exchange === exchange) this.#exchange = undefined;
      };
      this.#exchange = exchange;
      write({ isWanted: () => this.#exchange === exchange, giveUp: timedOut }).catch(reject);
      return cleanUp;
    });
  }

  #write(octets: Uint8Array): Promise<boolean> {
    return this.#writer?.write(octets) ?? Promise.resolve(false);
  }

  #onLine(line: string): void {
    if (this.#texts.take(line, this.#exchange !== undefined)) return;
    const frame = this.#sorter.sort(line);
    if (frame === undefined) return;
    if (frame.kind === 'line') {
      if (this.#exchange?.take(frame.line) === true || this.#lateErrors.take(frame.line)) return;
      this.#submission.heard(frame.line);
    }
    this.#listener.unsolicited(frame);
  }
}
