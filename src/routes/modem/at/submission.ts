import { TocsinError } from '../../../kernel/errors.ts';
import type { AtAnswer, AtError } from './at-answer.ts';
import type { Ending, Question } from './at-exchange.ts';
import type { SubmitAnswer } from './submit-answer.ts';
import { submitAnswer } from './submit-answer.ts';

const CTRL_Z = 0x1a;

/** What the handing over of a PDU needs of the channel whose turn it has. */
export interface SubmissionLine {
  /** False if the modem doesn't answer. */
  readonly inStep: () => Promise<boolean>;
  readonly command: (command: string) => Promise<AtAnswer>;
  /** As `command`, to its prompt. */
  readonly prompted: (command: string, timeoutMs: number) => Promise<Ending>;
  /** @param lines takes what is said, also when the line closes before the end */
  readonly exchanged: (
    question: Question,
    timeoutMs: number,
    write: (exchange: { readonly isWanted: () => boolean; readonly giveUp: () => void }) => Promise<void>,
    lines: string[],
  ) => Promise<Ending>;
  /** False if the port takes no octets. */
  readonly write: (octets: Uint8Array) => Promise<boolean>;
  /** From now on nobody knows what the modem waits for. */
  readonly lostStep: () => void;
}

/** AT+CMGS, the prompt, the PDU, Ctrl-Z: hands messages over, one after the other, on one line. */
export class Submission {
  readonly #line: SubmissionLine;
  /** The last message handed over had no result in time. */
  #resultOwed = false;

  constructor(line: SubmissionLine) {
    this.#line = line;
  }

  /**
   * Never rejects.
   *
   * @param pdu with the octets of its TPDU as `length`
   */
  async submit(
    pdu: { readonly hex: string; readonly length: number },
    limits: { readonly promptMs: number; readonly resultMs: number },
  ): Promise<SubmitAnswer> {
    const line = this.#line;
    let handedOver = false;
    const lines: string[] = [];
    try {
      const refused = await this.#refusal(`AT+CMGS=${pdu.length}`, limits.promptMs);
      if (refused !== undefined) return refused;
      const ending = await line.exchanged(
        { command: pdu.hex, prefix: '+CMGS' },
        limits.resultMs,
        async ({ isWanted, giveUp }) => {
          if (!(await line.write(Buffer.from(pdu.hex, 'latin1')))) giveUp();
          if (!isWanted()) return;
          // On its own: whatever breaks before this octet leaves, the message surely hasn't left.
          handedOver = true;
          await line.write(Uint8Array.of(CTRL_Z));
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
  }

  /** A line that answers no command. */
  heard(line: string): void {
    if (/^\+CM(GS:|S ERROR)/.test(line)) this.#resultOwed = false;
  }

  /** Undefined once the modem waits for the PDU. */
  async #refusal(command: string, promptMs: number): Promise<SubmitAnswer | undefined> {
    const line = this.#line;
    if (!(await line.inStep())) return { kind: 'notSent' };
    // One that began anew unnoticed may be in text mode, where the PDU would go as a text to the number "length".
    const mode = await line.command('AT+CMGF=0');
    if (mode.kind === 'ok') {
      const prompt = await line.prompted(command, promptMs);
      if (prompt.kind === 'prompt') return undefined;
      if (prompt.kind === 'error' && !this.#isOfAnother(prompt.error)) return prompt;
    }
    line.lostStep();
    return { kind: 'notSent' };
  }

  /** An error before the prompt may be the late result of the message before: it fails no other. */
  #isOfAnother({ kind }: AtError): boolean {
    const owed = this.#resultOwed && kind === 'cms';
    this.#resultOwed = false;
    return owed;
  }
}
