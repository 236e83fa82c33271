import { TocsinError } from '../../../kernel/errors.ts';
import type { AtAnswer, AtError } from './at-answer.ts';
import type { Ending, Question } from './at-exchange.ts';
import type { SubmitAnswer } from './submit-answer.ts';
import { submitAnswer } from './submit-answer.ts';

const CTRL_Z = 0x1a;

/** The functions of the channel that are needed to send a PDU. */
export interface SubmissionLine {
  /** Makes sure that the modem listens for a command; false if it doesn't answer. */
  readonly inStep: () => Promise<boolean>;
  readonly command: (command: string) => Promise<AtAnswer>;
  /** Runs a command that ends with the prompt of AT+CMGS. */
  readonly prompted: (command: string, timeoutMs: number) => Promise<Ending>;
  /**
   * Waits for the answer to the octets that `write` writes.
   *
   * @param lines gets each line of the answer as it comes, so that the caller has them even if the serial line closes
   * first
   */
  readonly exchanged: (
    question: Question,
    timeoutMs: number,
    write: (exchange: { readonly isWanted: () => boolean; readonly giveUp: () => void }) => Promise<void>,
    lines: string[],
  ) => Promise<Ending>;
  /** Writes octets; false if the port takes none. */
  readonly write: (octets: Uint8Array) => Promise<boolean>;
  /** Call when it is unknown what the modem waits for. The next command is then preceded by ESC and AT. */
  readonly lostStep: () => void;
}

export interface SubmissionLimits {
  /** Whether the modem sends a prompt after AT+CMGS. Otherwise it takes the PDU without one. */
  readonly prompted: boolean;
  /** The longest waits for the prompt and for the result, in ms. */
  readonly promptMs: number;
  readonly resultMs: number;
}

/** What is known of a message while it is handed over. */
interface Progress {
  readonly lines: string[];
  /** Whether Ctrl-Z was written. */
  handedOver: boolean;
}

/** Sends messages on one serial line, one after the other: AT+CMGS, the prompt, the PDU, Ctrl-Z. */
export class Submission {
  readonly #line: SubmissionLine;
  /** Whether the last message had no result in time, but may still get one. */
  #resultOwed = false;

  constructor(line: SubmissionLine) {
    this.#line = line;
  }

  /**
   * Sends one PDU; never rejects.
   *
   * @param pdu the PDU in hexadecimal, and the length of its TPDU in octets
   */
  async submit(
    pdu: { readonly hex: string; readonly length: number },
    limits: SubmissionLimits,
  ): Promise<SubmitAnswer> {
    const line = this.#line;
    const command = `AT+CMGS=${pdu.length}`;
    const progress: Progress = { lines: [], handedOver: false };
    try {
      const refused = await this.#refusal(limits.prompted ? command : undefined, limits.promptMs);
      if (refused !== undefined) return refused;
      const owed = this.#resultOwed;
      const text = limits.prompted ? pdu.hex : `${command}\r${pdu.hex}`;
      const answer = await this.#handOver(text, limits.resultMs, progress);
      this.#resultOwed = answer.kind === 'silent';
      if (limits.prompted || answer.kind !== 'error') return answer;
      if (!progress.handedOver) line.lostStep();
      // Without a prompt in between, nobody knows whether this error isn't the late result of the message before.
      if (owed && answer.error.kind === 'cms') return { kind: progress.handedOver ? 'silent' : 'notSent' };
      return answer;
    } catch (error) {
      if (!(error instanceof TocsinError)) throw error;
      // Lines that came before the serial line closed still count: a +CMGS among them means that the message was
      // accepted.
      const { lines, handedOver } = progress;
      const said = submitAnswer({ kind: 'silent', lines }, handedOver);
      return said.kind === 'accepted' ? said : { kind: 'lost', handedOver, reason: error.message };
    }
  }

  /** Writes the PDU and its end, and waits for the result. */
  async #handOver(text: string, resultMs: number, progress: Progress): Promise<SubmitAnswer> {
    const line = this.#line;
    const ending = await line.exchanged(
      // An MC7455 sends an OK between prompt and PDU, whatever becomes of the message: only +CMGS means acceptance.
      { command: text, prefix: '+CMGS', needsLine: true },
      resultMs,
      async ({ isWanted, giveUp }) => {
        if (!(await line.write(Buffer.from(text, 'latin1')))) giveUp();
        if (!isWanted()) return;
        // Ctrl-Z is written separately: if anything fails before this octet leaves, the message was surely not sent.
        progress.handedOver = true;
        await line.write(Uint8Array.of(CTRL_Z));
      },
      progress.lines,
    );
    return submitAnswer(ending, progress.handedOver);
  }

  /** Takes note of an unsolicited line, which may be the late result of a message. */
  heard(line: string): void {
    if (/^\+CM(GS:|S ERROR|GS ERROR)/.test(line)) this.#resultOwed = false;
  }

  /**
   * Starts AT+CMGS. Resolves with undefined once the modem waits for the PDU, otherwise with the answer for the part.
   *
   * @param command undefined for a modem without a prompt, to which it is written together with the PDU
   */
  async #refusal(command: string | undefined, promptMs: number): Promise<SubmitAnswer | undefined> {
    const line = this.#line;
    if (!(await line.inStep())) return { kind: 'notSent' };
    // A modem that restarted unnoticed may be in text mode. In text mode the argument of AT+CMGS is the recipient's
    // number, so the PDU would be sent as a text to a number that is really the PDU's length.
    const mode = await line.command('AT+CMGF=0');
    if (mode.kind === 'ok') {
      if (command === undefined) return undefined;
      const prompt = await line.prompted(command, promptMs);
      if (prompt.kind === 'prompt') return undefined;
      if (prompt.kind === 'error' && !this.#isOfAnother(prompt.error)) return prompt;
    }
    line.lostStep();
    return { kind: 'notSent' };
  }

  /**
   * Whether an error before the prompt is the late result of the message before, which must not make the new one fail.
   */
  #isOfAnother({ kind }: AtError): boolean {
    const owed = this.#resultOwed && kind === 'cms';
    this.#resultOwed = false;
    return owed;
  }
}
