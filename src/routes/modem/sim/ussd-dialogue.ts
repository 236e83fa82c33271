import type { UssdAnswer } from '../../../domain/routes/sim-control.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { AtChannel } from '../at/at-channel.ts';
import { decodeUssd, encodeUssd, USSD_DCS } from './ussd-text.ts';

/**
 * The longest wait from the code to the network's answer, in ms: most answers come within seconds, but roaming takes
 * longer.
 */
const ANSWER_MS = 30_000;
/**
 * The largest number of lines in one answer. A text may contain line ends, but if the end quote is missing, later lines
 * must not count as text for ever.
 */
const MOST_LINES = 20;

/** The content of `+CUSD: <m>[,<str>,<dcs>]` (TS 27.007 7.15). */
interface Said {
  readonly mode: number;
  readonly text: string;
  readonly dcs: number;
}

const QUOTED = /^\+CUSD:\s*(\d)\s*,\s*"([\s\S]*)"\s*(?:,\s*(\d+))?$/;
const BARE = /^\+CUSD:\s*(\d)\s*(?:,\s*([^",\n]*)\s*(?:,\s*(\d+))?)?$/;

/** The value of <m> when the network waits for the user's next input and keeps the dialogue open. */
const MORE_WANTED = 1;

const WHY_NO_TEXT: Readonly<Record<number, string>> = {
  2: 'the network ended the dialogue without a text',
  3: 'another program on this modem took the dialogue',
  4: 'the network does not know this code',
  5: 'the network timed out',
};

/** One USSD code, from sending it to the end of its dialogue. */
export class UssdDialogue {
  readonly answer: Promise<UssdAnswer>;
  readonly #code: string;
  readonly #packed: boolean;
  readonly #clock: Clock;
  /** The network's answer, or the reason why there is none. */
  readonly #said = Promise.withResolvers<Said | string>();
  #lines: string[] = [];

  /** @param packed whether the modem uses packed septets in hexadecimal */
  constructor(code: string, packed: boolean, clock: Clock) {
    this.#code = code;
    this.#packed = packed;
    this.#clock = clock;
    this.answer = this.#said.promise.then((said) => this.#read(said));
  }

  /**
   * Sends the code, waits for the answer, and ends the dialogue if it is still open.
   *
   * @throws TocsinError deviceFailed if the serial line closes
   */
  async run(channel: AtChannel): Promise<void> {
    const cancel = this.#clock.after(ANSWER_MS, () => this.abandon('no answer in 30 s'));
    try {
      const code = encodeUssd(this.#code, this.#packed);
      const command = `AT+CUSD=1,"${code}",${USSD_DCS}`;
      const sent = await channel.run(command, { timeoutMs: ANSWER_MS });
      if (sent.kind === 'error') this.abandon(`the modem refused the code (${sent.error.line})`);
      // Some modems send the answer before the OK.
      else for (const line of sent.lines) this.take(line);
      const said = await this.#said.promise;
      const open = typeof said === 'string' ? sent.kind !== 'error' : said.mode === MORE_WANTED;
      if (open) await channel.run('AT+CUSD=2');
    } finally {
      cancel();
      this.abandon('the modem went out of service');
    }
  }

  /** Takes an unsolicited line if it belongs to this dialogue; false if it doesn't. */
  take(line: string): boolean {
    if (line.startsWith('+CME ERROR:')) {
      this.abandon(`the network refused the code (${line})`);
      return true;
    }
    const begins = line.startsWith('+CUSD:');
    const continues = this.#lines.length > 0 && !/^[+^*#$%&][A-Z0-9]+:/.test(line);
    if (!begins && !continues) return false;
    this.#lines = begins ? [line] : [...this.#lines, line];
    const text = this.#lines.join('\n');
    const [, mode, said, dcs] = QUOTED.exec(text) ?? BARE.exec(text) ?? [];
    if (mode !== undefined) {
      this.#lines = [];
      this.#said.resolve({ mode: Number(mode), text: said ?? '', dcs: Number(dcs ?? USSD_DCS) });
    } else if (this.#lines.length >= MOST_LINES) {
      this.#lines = [];
    }
    return true;
  }

  /** Ends the dialogue without an answer. */
  abandon(reason: string): void {
    this.#said.resolve(reason);
  }

  #read(said: Said | string): UssdAnswer {
    if (typeof said === 'string') return { kind: 'failed', reason: said };
    const { mode, text, dcs } = said;
    if (text === '') return { kind: 'failed', reason: WHY_NO_TEXT[mode] ?? 'the answer holds no text' };
    return { kind: 'answered', text: decodeUssd(text, dcs, this.#packed) };
  }
}
