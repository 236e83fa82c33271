import type { SmppRouteConfig } from '../../../config/routes/smpp-route.ts';
import { type TextToWrite, type WrittenText, writeText } from './written-text.ts';

/** How many texts are remembered: more than the parts of nearly every long message. */
const MOST = 8;

interface Known extends Omit<TextToWrite, 'text'> {
  readonly headerOctets: number;
  readonly written: WrittenText | undefined;
}

/**
 * Writes texts for one route. The messages of an alert have one text, so that the last few are remembered as they were
 * written.
 */
export class KnownTexts {
  readonly #config: SmppRouteConfig;
  readonly #known = new Map<string, Known>();

  constructor(config: SmppRouteConfig) {
    this.#config = config;
  }

  /** As `writeText`. The octets may be those of other messages too: nobody may change them. */
  write({ text, encoding, flash }: TextToWrite, headerOctets: number): WrittenText | undefined {
    const known = this.#known.get(text);
    if (known?.encoding === encoding && known.flash === flash && known.headerOctets === headerOctets)
      return known.written;
    const written = writeText({ text, encoding, flash }, headerOctets, this.#config);
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(text, { encoding, flash, headerOctets, written });
    return written;
  }
}
