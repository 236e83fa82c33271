import { isUtf8 } from 'node:buffer';

/** What a document may have at most. */
export interface XmlLimits {
  readonly octets: number;
  /** Tags, comments, CDATA sections and processing instructions together. */
  readonly marks: number;
}

/** CAP needs a fraction of each. */
export const capLimits: XmlLimits = { octets: 1024 * 1024, marks: 20_000 };

const DEPTH = 32;
/** UTF-16 units of one tag: parsers compare each attribute with all before it. */
const TAG = 4096;

export type Guarded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string };

const refused = (reason: string): Guarded => ({ kind: 'refused', reason });

// XML 1.0, 2.2: any character but those that a document can hold.
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
// The parser lets them pass; a document without declarations has no other entities (4.1 of XML 1.0).
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/;
const NO_REFERENCE = 'an & begins neither one of the five entities of XML nor a character reference';
const DECLARED = /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']/;

/** True for text without what XML 1.0 forbids, such as a NUL or half of a surrogate pair. */
export const isXmlText = (text: string): boolean => !FORBIDDEN.test(text);

/**
 * Looks at a document before any parser does, in one pass: its size, its encoding, how deep and how many its tags are.
 * A document type declaration is refused whatever it says: there are the entities, external or growing without end.
 */
export const guardXml = (octets: Uint8Array, limits: XmlLimits = capLimits): Guarded => {
  if (octets.length === 0) return refused('the document is empty');
  if (octets.length > limits.octets) {
    return refused(`the document has ${octets.length} octets: at most ${limits.octets} are taken`);
  }
  if (!isUtf8(octets)) return refused('the document is not UTF-8');
  // The decoder drops a byte order mark.
  const text = new TextDecoder().decode(octets);
  const encoding = DECLARED.exec(text.slice(0, 200))?.[1]?.toLowerCase() ?? 'utf-8';
  if (encoding !== 'utf-8' && encoding !== 'us-ascii') {
    return refused(`the document says that it is ${JSON.stringify(encoding)}: only UTF-8 is taken`);
  }
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

/** The index of the > that ends a tag: one in a quoted value doesn't. */
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
