import { ReadlineParser } from '@serialport/parser-readline';
import { PromptFramer } from './prompt-framer.ts';

/**
 * Turns octets into lines of text, which are never empty and have no line ends. The prompt of AT+CMGS becomes the line
 * `PROMPT_LINE`.
 */
export class LineReader {
  readonly #framer = new PromptFramer();
  // Latin-1 keeps one character for each octet; UTF-8 would turn noise into U+FFFD.
  readonly #parser = new ReadlineParser({ delimiter: '\n', encoding: 'latin1' });

  constructor(onLine: (line: string) => void) {
    this.#parser.on('data', (text: string) => {
      const line = text.trim();
      if (line !== '') onLine(line);
    });
  }

  expectPrompt(): void {
    this.#framer.expectPrompt();
  }

  forgetPrompt(): void {
    this.#framer.forgetPrompt();
  }

  feed(chunk: Uint8Array): void {
    const octets = this.#framer.feed(chunk);
    if (octets.length > 0) this.#parser.write(octets);
  }
}
