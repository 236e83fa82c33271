import { MOST_NODES } from '../operation/most-nodes.ts';

declare const messageId: unique symbol;

/**
 * Identifies a message. Ids grow with the time of acceptance, so that the store appends new rows. An id is an integer
 * below 2^53: milliseconds since 2025-01-01, times 4096, plus a counter. The range suffices until 2094.
 */
export type MessageId = number & { readonly [messageId]: true };

const EPOCH_MS = Date.UTC(2025, 0, 1);
const PER_MS = 4096;
// Crockford's base 32, without I, L, O and U, which are easily misread or misheard.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 11;
const TEXT = /^[0-9a-hjkmnp-tv-z]{11}$/;

/** The id as the API shows it: eleven characters that sort in the order of the ids. */
export const formatMessageId = (id: MessageId): string => {
  let rest: number = id;
  let text = '';
  for (let i = 0; i < LENGTH; i++) {
    text = ALPHABET[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
};

/** The id written as `text`; undefined if `text` is not an id. */
export const parseMessageId = (text: string): MessageId | undefined => {
  if (!TEXT.test(text)) return undefined;
  let id = 0;
  for (const character of text) id = id * 32 + ALPHABET.indexOf(character);
  return Number.isSafeInteger(id) ? (id as MessageId) : undefined;
};

/** The smallest id of a message that is accepted at `atMs`. Messages accepted earlier have smaller ids. */
export const idAt = (atMs: number): number => (atMs - EPOCH_MS) * PER_MS;

/** Of so many ids in a row one is a node's own. */
const NODES = MOST_NODES + 1;

/** Makes ids, each greater than the last, even after the wall clock was set back. */
export class MessageIds {
  #last: number;
  readonly #node: number | undefined;

  /**
   * @param greatest the greatest id in the store, 0 if it is empty
   * @param node the number of the node, whose ids no other node makes; 0: the gateway is alone on its store
   */
  constructor(greatest: number, node = 0) {
    this.#last = greatest;
    this.#node = node === 0 ? undefined : node;
  }

  next(nowMs: number): MessageId {
    const next = Math.max(this.#last + 1, idAt(nowMs));
    const node = this.#node;
    this.#last = node === undefined ? next : next + ((node - (next % NODES) + NODES) % NODES);
    return this.#last as MessageId;
  }

  /**
   * Makes no id below this one any more. An update of an alert counts the messages up to the greatest id as those with
   * the old text, whichever node has made them.
   */
  atLeast(greatest: number): void {
    this.#last = Math.max(this.#last, greatest);
  }
}
