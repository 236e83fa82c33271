import type { AtAnswer } from './at-answer.ts';
import { readAtError } from './at-answer.ts';
import { answers } from './line-sorter.ts';
import { PROMPT_LINE } from './prompt-framer.ts';

export type Ending = AtAnswer | { readonly kind: 'prompt'; readonly lines: readonly string[] };

export interface Question {
  /** As written: a modem with its echo on says it first. */
  readonly command: string;
  /** What the lines of its answer begin with, such as `+CSQ`; undefined: they have no prefix. */
  readonly prefix: string | undefined;
  /** A line with this prefix ends it: some modems send no OK after it. */
  readonly endsAt?: string | undefined;
}

/** What the lines of a command's answer begin with: `+CSQ` for `AT+CSQ` and `AT+CSQ=?`. */
export const prefixOf = (command: string): string | undefined =>
  /^AT([+^*#$%&][A-Z0-9]+)/i.exec(command)?.[1];

/** One command from its writing to its final result: gathers its lines, knows its end. */
export class AtExchange {
  readonly lines: string[];
  readonly #question: Question;
  readonly #onEnd: (ending: Ending) => void;
  readonly #onAccepted: () => void;

  /**
   * @param onEnd called at most once by `take`
   * @param onAccepted called when +CMGS came, and its OK is still to come
   * @param lines takes what is said, for whoever has to know also when no end comes
   */
  constructor(
    question: Question,
    onEnd: (ending: Ending) => void,
    onAccepted: () => void,
    lines: string[] = [],
  ) {
    this.lines = lines;
    this.#question = question;
    this.#onEnd = onEnd;
    this.#onAccepted = onAccepted;
  }

  /** Ends it without an answer. */
  abandon(): void {
    this.#onEnd({ kind: 'silent', lines: this.lines });
  }

  /** Takes the line if it belongs here; false if it is unsolicited. */
  take(line: string): boolean {
    if (line === this.#question.command) return true;
    // AT itself can't fail so: it is the late result of a message that was given up.
    if (this.#question.command === 'AT' && line.startsWith('+CMS ERROR')) return false;
    const ending = this.#endingBy(line);
    if (ending !== undefined) {
      this.#onEnd(ending);
      return true;
    }
    if (!answers(line, this.#question.prefix)) return false;
    this.lines.push(line);
    const { endsAt } = this.#question;
    if (endsAt !== undefined && line.startsWith(endsAt)) this.#onEnd({ kind: 'ok', lines: this.lines });
    else if (line.startsWith('+CMGS:')) this.#onAccepted();
    return true;
  }

  #endingBy(line: string): Ending | undefined {
    if (line === PROMPT_LINE) return { kind: 'prompt', lines: this.lines };
    if (line === 'OK') return { kind: 'ok', lines: this.lines };
    const error = readAtError(line);
    return error && { kind: 'error', error, lines: this.lines };
  }
}
