import type { AtAnswer } from './at-answer.ts';
import { readAtError } from './at-answer.ts';
import { answers } from './line-sorter.ts';
import { PROMPT_LINE } from './prompt-framer.ts';

export type Ending = AtAnswer | { readonly kind: 'prompt'; readonly lines: readonly string[] };

export interface Question {
  /** The command as written: a modem with echo on repeats it first. */
  readonly command: string;
  /** The prefix of the lines in its answer, such as `+CSQ`; undefined if they have none. */
  readonly prefix: string | undefined;
  /** A line with this prefix ends the exchange, for modems that send no OK after it. */
  readonly endsAt?: string | undefined;
  /** An OK ends the exchange only after a line with the prefix. */
  readonly needsLine?: boolean;
}

/** The prefix of the lines in a command's answer: `+CSQ` for `AT+CSQ` and `AT+CSQ=?`. */
export const prefixOf = (command: string): string | undefined =>
  /^AT([+^*#$%&][A-Z0-9]+)/i.exec(command)?.[1];

/** One command from its writing to its final result. The lines of its answer are collected. */
export class AtExchange {
  readonly lines: string[];
  readonly #question: Question;
  readonly #onEnd: (ending: Ending) => void;
  readonly #onHalf: (half: 'line' | 'ok') => void;
  #okSaid = false;

  /**
   * @param onEnd called at most once by `take`
   * @param onHalf called when one half of the result came: +CMGS without its OK, or an OK without the line it needs
   * @param lines collects the answer; the caller can read it even if the exchange never ends
   */
  constructor(
    question: Question,
    onEnd: (ending: Ending) => void,
    onHalf: (half: 'line' | 'ok') => void,
    lines: string[] = [],
  ) {
    this.lines = lines;
    this.#question = question;
    this.#onEnd = onEnd;
    this.#onHalf = onHalf;
  }

  /** Ends the exchange without an answer. */
  abandon(): void {
    this.#onEnd({ kind: 'silent', lines: this.lines });
  }

  /** Takes the line if it belongs to this exchange; false if the line is unsolicited. */
  take(line: string): boolean {
    if (line === this.#question.command) return true;
    // The command AT can't fail with +CMS ERROR, so this line is the late result of what timed out before.
    if (this.#question.command === 'AT' && /^\+CM(S|GS) ERROR/.test(line)) return false;
    if (line === 'OK' && this.#question.needsLine === true && this.lines.length === 0) {
      // A repeated OK must not prolong the wait.
      if (!this.#okSaid) this.#onHalf('ok');
      this.#okSaid = true;
      return true;
    }
    const ending = this.#endingBy(line);
    if (ending !== undefined) {
      this.#onEnd(ending);
      return true;
    }
    if (!answers(line, this.#question.prefix)) return false;
    this.lines.push(line);
    const { endsAt } = this.#question;
    if (endsAt !== undefined && line.startsWith(endsAt)) this.#onEnd({ kind: 'ok', lines: this.lines });
    else if (line.startsWith('+CMGS:')) {
      if (this.#okSaid) this.#onEnd({ kind: 'ok', lines: this.lines });
      else this.#onHalf('line');
    }
    return true;
  }

  #endingBy(line: string): Ending | undefined {
    if (line === PROMPT_LINE) return { kind: 'prompt', lines: this.lines };
    if (line === 'OK') return { kind: 'ok', lines: this.lines };
    const error = readAtError(line);
    return error && { kind: 'error', error, lines: this.lines };
  }
}
