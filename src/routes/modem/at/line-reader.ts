import { ReadlineParser } from '@serialport/parser-readline';
import { PromptFramer } from './prompt-framer.ts';

/** Octets in; lines out, without their ends and never empty; the prompt is the line `PROMPT_LINE`. */
export class LineReader {
  readonly #framer = new PromptFramer();
  // One character an octet: noise stays noise instead of becoming U+FFFD.
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
