declare const messageId: unique symbol;

/**
 * Identifies a message; grows with time of acceptance, so that the store appends. An integer below 2^53:
 * milliseconds since 2025-01-01 times 4096 plus a counter, which lasts until 2094.
 */
export type MessageId = number & { readonly [messageId]: true };

const EPOCH_MS = Date.UTC(2025, 0, 1);
const PER_MS = 4096;
// Crockford's base 32: no I, L, O or U to be misread over the telephone.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 11;
const TEXT = /^[0-9a-hjkmnp-tv-z]{11}$/;

/** The id as the outside sees it: eleven characters that sort as the ids do. */
export const formatMessageId = (id: MessageId): string => {
  let rest: number = id;
  let text = '';
  for (let i = 0; i < LENGTH; i++) {
    text = ALPHABET[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
};

/** The id that `text` spells, or undefined if it spells none. */
export const parseMessageId = (text: string): MessageId | undefined => {
  if (!TEXT.test(text)) return undefined;
  let id = 0;
  for (const character of text) id = id * 32 + ALPHABET.indexOf(character);
  return Number.isSafeInteger(id) ? (id as MessageId) : undefined;
};

/** What the ids of this moment begin at; those of before are smaller. */
export const idAt = (atMs: number): number => (atMs - EPOCH_MS) * PER_MS;

/** Hands out ids, each greater than the last even when the wall clock is set back. */
export class MessageIds {
  #last: number;

  /** @param greatest the greatest id that the store holds, 0 if none */
  constructor(greatest: number) {
    this.#last = greatest;
  }

  next(nowMs: number): MessageId {
    this.#last = Math.max(this.#last + 1, idAt(nowMs));
    return this.#last as MessageId;
  }
}
