import type { Question } from './at-exchange.ts';

/** Commands of TS 27.005, which fail with +CMS ERROR. */
const SMS_COMMAND = /^AT\+C(M[GMS]|NM[AI]|PMS|RES|S(MS|CA|CB|MP|DH|AS))/i;
const SMS_ERROR = /^\+CMS ERROR/;

/**
 * Knows whether a +CMS ERROR that answers no command in flight may be the late result of a command that timed out. Such
 * an error says nothing of a message that waits for its own late result.
 */
export class LateErrors {
  /** How many commands have no result yet. */
  #owed = 0;

  /** A PDU is no such command: its late result is for the message. */
  timedOut({ command, needsLine }: Question): void {
    if (needsLine !== true && SMS_COMMAND.test(command)) this.#owed++;
  }

  /** A modem answers one command after the other: what has no result by now gets none any more. */
  answered({ command }: Question): void {
    if (SMS_COMMAND.test(command)) this.#owed = 0;
  }

  /** Takes the line if it may be such a result. */
  take(line: string): boolean {
    if (this.#owed === 0 || !SMS_ERROR.test(line)) return false;
    this.#owed--;
    return true;
  }
}
