import type { Cancel, Clock } from '../../../kernel/clock.ts';
import { fieldsOf, readAtError } from './at-answer.ts';
import { answers, type Frame } from './line-sorter.ts';
import { PROMPT_LINE } from './prompt-framer.ts';

/**
 * Text layout begins with a sender and has a time, which some networks leave empty, or begins with two numbers: TS
 * 27.005 3.4.1. The head of a PDU has two fields.
 */
const TEXT_MESSAGE = /^\+CMT:\s*"[^"]*",(?:.*"\d\d\/\d\d\/\d\d,|[^,]*,"")/;
const TEXT_REPORT = /^\+CDS:\s*\d+,\s*\d+,/;

/** The number of fields of +CMT with AT+CSDH=1. The last is the number of characters in the text (TS 27.005 3.4.1). */
const FIELDS = 10;
/** The most lines of a text: one message has up to 160 characters, and a noisy line must not fill the memory. */
const MOST_LINES = 160;
/** Silence in ms after which no further line of a text is expected: a modem writes a text at once. */
const QUIET_MS = 100;

/** A text that has begun: the lines so far, and how long it is, if the modem tells. */
interface Begun {
  readonly head: string;
  readonly length: number | undefined;
  readonly lines: string[];
}

/**
 * Puts together the lines of a message in text layout, which a modem tells that left PDU mode. Nothing marks the end of
 * the text, and what a stranger writes may look like a line of the modem.
 */
export class TextGatherer {
  readonly #clock: Clock;
  readonly #onText: (frame: Frame) => void;
  #begun: Begun | undefined;
  #cancel: Cancel = () => undefined;

  constructor(clock: Clock, onText: (frame: Frame) => void) {
    this.#clock = clock;
    this.#onText = onText;
  }

  /**
   * Takes the line if it is of a message or report in text layout; false if it isn't.
   *
   * @param busy whether a command waits for its answer
   */
  take(line: string, busy: boolean): boolean {
    if (this.#begun !== undefined && belongs(line, this.#begun, busy)) {
      this.#begun.lines.push(line);
      this.#await();
      return true;
    }
    this.#end();
    if (TEXT_REPORT.test(line)) {
      this.#onText({ kind: 'text', head: line, text: '' });
      return true;
    }
    if (!TEXT_MESSAGE.test(line)) return false;
    const fields = fieldsOf([line], '+CMT') ?? [];
    const length = fields.length === FIELDS ? Number(fields.at(-1)) : undefined;
    this.#begun = { head: line, length, lines: [] };
    this.#await();
    return true;
  }

  /** Drops a text that isn't complete, since the serial line closed: it wasn't acknowledged. */
  forget(): void {
    this.#cancel();
    this.#begun = undefined;
  }

  #await(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(QUIET_MS, () => this.#end());
  }

  #end(): void {
    const begun = this.#begun;
    this.forget();
    if (begun !== undefined) this.#onText({ kind: 'text', head: begun.head, text: begun.lines.join('\n') });
  }
}

const belongs = (line: string, { length, lines }: Begun, busy: boolean): boolean => {
  if (busy && line === PROMPT_LINE) return false;
  // The text is on the very next line, whatever it looks like; only what a command in flight waits for isn't a text.
  if (lines.length === 0) return !/^\+C(?:MGS|MS ERROR|ME ERROR):/.test(line);
  if (lines.length === MOST_LINES) return false;
  const isLonger = length !== undefined && lines.join('\n').length < length;
  if (isLonger) return true;
  if (!answers(line, undefined)) return false;
  return !busy || (length === undefined && line !== 'OK' && readAtError(line) === undefined);
};
