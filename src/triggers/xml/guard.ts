import { decodeXml } from './decode.ts';

/** Limits for a document. */
export interface XmlLimits {
  readonly octets: number;
  /** The largest number of tags, comments, CDATA sections and processing instructions together. */
  readonly marks: number;
}

/** Limits for a CAP document; real ones are far below them. */
export const capLimits: XmlLimits = { octets: 1024 * 1024, marks: 20_000 };

const DEPTH = 32;
/** The largest number of UTF-16 units of one tag: parsers compare each attribute with all before it. */
const TAG = 4096;

export type Guarded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string };

const refused = (reason: string): Guarded => ({ kind: 'refused', reason });

// Characters that an XML document can't contain (XML 1.0, 2.2).
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
// An & that does not begin one of these references, which the parser would accept. Without declarations a document has
// no other entities (XML 1.0, 4.1).
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/;
const NO_REFERENCE = 'an & begins neither one of the five entities of XML nor a character reference';

/** Whether the text has only characters that XML 1.0 allows: no NUL, for example, and no half of a surrogate pair. */
export const isXmlText = (text: string): boolean => !FORBIDDEN.test(text);

/**
 * Decodes a document, and checks it in one pass before it is parsed: its size before and after decoding, and the number
 * and depth of its tags. A document type declaration is always refused, since it can define external or exponentially
 * growing entities.
 *
 * @param charset the charset that came with the document, such as that of its Content-Type
 */
export const guardXml = (
  octets: Uint8Array,
  limits: XmlLimits = capLimits,
  charset: string | undefined = undefined,
): Guarded => {
  if (octets.length === 0) return refused('the document is empty');
  const tooLarge = (length: number): Guarded =>
    refused(`the document has ${length} octets: at most ${limits.octets} are taken`);
  if (octets.length > limits.octets) return tooLarge(octets.length);
  const decoded = decodeXml(octets, charset);
  if (decoded.kind === 'refused') return decoded;
  const { text } = decoded;
  const length = Buffer.byteLength(text);
  if (length > limits.octets) return tooLarge(length);
  if (FORBIDDEN.test(text)) return refused('the document holds a control character');
  const wrong = walk(text, limits.marks);
  return wrong === undefined ? { kind: 'text', text } : refused(wrong);
};

const walk = (text: string, most: number): string | undefined => {
  let depth = 0;
  let marks = 0;
  let from = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (++marks > most) return `the document has more than ${most} tags`;
    if (BARE_AMPERSAND.test(text.slice(from, at))) return NO_REFERENCE;
    if (text.startsWith('<!--', at)) at = after(text, '-->', at + 4);
    else if (text.startsWith('<![CDATA[', at)) at = after(text, ']]>', at + 9);
    else if (text.startsWith('<?', at)) at = after(text, '?>', at + 2);
    else if (text.startsWith('<!', at)) return 'a document type declaration or entity is not taken';
    else {
      const end = tagEnd(text, at);
      if (end < 0) return `a tag does not end within ${TAG} characters`;
      if (text[at + 1] === '/') depth--;
      else if (text[end - 1] !== '/') depth++;
      if (depth > DEPTH) return `the tags are nested more than ${DEPTH} deep`;
      if (BARE_AMPERSAND.test(text.slice(at, end))) return NO_REFERENCE;
      at = end + 1;
    }
    if (at < 0) return 'a comment, CDATA section or processing instruction does not end';
    from = at;
  }
  return BARE_AMPERSAND.test(text.slice(from)) ? NO_REFERENCE : undefined;
};

/** The index after the next `mark`; -1 if there is none. */
const after = (text: string, mark: string, from: number): number => {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
};

/** Index of the > that ends a tag, ignoring any in a quoted value; -1 if there is none within `TAG` characters. */
const tagEnd = (text: string, from: number): number => {
  let quote = '';
  const last = Math.min(text.length, from + TAG);
  for (let at = from; at < last; at++) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return at;
    else if (character === '"' || character === "'") quote = character;
  }
  return -1;
};
