/** A character that no text may hold where it stands. */
export interface Invisible {
  /** In UTF-16 units. */
  readonly index: number;
  /** Such as `U+202E RIGHT-TO-LEFT OVERRIDE`. */
  readonly character: string;
}

/**
 * What a reader can't see and what may change what they see: Default_Ignorable_Code_Point (UAX #44), the format
 * controls (general category Cf), and the separators U+2028 and U+2029. GSM-7 has none of them.
 */
const SUSPECT = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Cf, but visible: signs that stand before a number (Prepended_Concatenation_Mark of UAX #44). */
const PREPENDED = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;

/** LRM, RLM and ALM: texts of right-to-left scripts need them beside numbers and Latin words (UAX #9, 2.6). */
const MARK = /[\u200e\u200f\u061c]/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Hanifi_Rohingya}]/u;

/**
 * Scripts in which ZWNJ and ZWJ choose the form of the letter beside them (UAX #31, 2.3; UTS #39, 3.1.1). ZWNJ between
 * letters of other scripts would only make two words that look the same differ.
 */
const SHAPED =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Adlam}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Tibetan}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Scripts without spaces between words, in which U+200B says where a line may end. */
const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const HAN = /\p{Script=Han}/u;
const MONGOLIAN = /\p{Script=Mongolian}/u;
const EMOJI = /[\p{Emoji}\p{Extended_Pictographic}]/u;
const PICTURE = /\p{Extended_Pictographic}/u;
/** A picture, also with a colour of skin or U+FE0F, which a ZWJ joins to the next one (UTS #51, ED-16). */
const BEFORE_JOINER = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier})\ufe0f?$/u;

/** The flags of England, Scotland and Wales: no phone shows other tag sequences (UTS #51, RGI_Emoji_Tag_Sequence). */
const FLAGS =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu;

const NAMES: Readonly<Record<number, string>> = {
  173: 'SOFT HYPHEN',
  847: 'COMBINING GRAPHEME JOINER',
  1564: 'ARABIC LETTER MARK',
  6158: 'MONGOLIAN VOWEL SEPARATOR',
  8203: 'ZERO WIDTH SPACE',
  8204: 'ZERO WIDTH NON-JOINER',
  8205: 'ZERO WIDTH JOINER',
  8206: 'LEFT-TO-RIGHT MARK',
  8207: 'RIGHT-TO-LEFT MARK',
  8232: 'LINE SEPARATOR',
  8233: 'PARAGRAPH SEPARATOR',
  8234: 'LEFT-TO-RIGHT EMBEDDING',
  8235: 'RIGHT-TO-LEFT EMBEDDING',
  8236: 'POP DIRECTIONAL FORMATTING',
  8237: 'LEFT-TO-RIGHT OVERRIDE',
  8238: 'RIGHT-TO-LEFT OVERRIDE',
  8288: 'WORD JOINER',
  8294: 'LEFT-TO-RIGHT ISOLATE',
  8295: 'RIGHT-TO-LEFT ISOLATE',
  8296: 'FIRST STRONG ISOLATE',
  8297: 'POP DIRECTIONAL ISOLATE',
  12644: 'HANGUL FILLER',
  65279: 'ZERO WIDTH NO-BREAK SPACE',
};

/** The first invisible or bidirectional control character that the languages of the world don't need there. */
export const invisibleIn = (text: string): Invisible | undefined => {
  if (text.search(SUSPECT) < 0) return undefined;
  const bare = withoutFlags(text);
  for (const { 0: character, index } of bare.matchAll(SUSPECT)) {
    if (!isNeeded(bare, index, character)) return { index, character: nameOf(character) };
  }
  return undefined;
};

/** The text without the characters that `invisibleIn` finds: for texts of other programs, which nobody can correct. */
export const withoutInvisible = (text: string): string => {
  if (text.search(SUSPECT) < 0) return text;
  const bare = withoutFlags(text);
  let visible = '';
  let from = 0;
  for (const { 0: character, index } of bare.matchAll(SUSPECT)) {
    if (isNeeded(bare, index, character)) continue;
    visible += text.slice(from, index);
    from = index + character.length;
  }
  return visible + text.slice(from);
};

/** The text with letters in the place of its flags, so that the indexes stay. */
const withoutFlags = (text: string): string => text.replaceAll(FLAGS, (flag) => 'x'.repeat(flag.length));

const nameOf = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  const name = NAMES[code] ?? 'an invisible character';
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} ${name}`;
};

const isNeeded = (text: string, index: number, character: string): boolean => {
  if (PREPENDED.test(character)) return true;
  if (MARK.test(character)) return RIGHT_TO_LEFT.test(text);
  const before = characterBefore(text, index);
  const after = characterAt(text, index + character.length);
  if (character === '\u200c' || character === '\u200d') {
    if (SHAPED.test(before) || SHAPED.test(after)) return true;
    // Three code points are enough for a picture, its colour and U+FE0F.
    return (
      character === '\u200d' &&
      BEFORE_JOINER.test(text.slice(Math.max(0, index - 5), index)) &&
      PICTURE.test(after)
    );
  }
  if (character === '\u200b') return UNSPACED.test(before) || UNSPACED.test(after);
  // One variation selector chooses the form of the character before it; a second one could only carry hidden data.
  if (character === '\ufe0e' || character === '\ufe0f') return EMOJI.test(before) || HAN.test(before);
  if (/[\ufe00-\ufe0d\u{e0100}-\u{e01ef}]/u.test(character)) return HAN.test(before);
  return /[\u180b-\u180f]/u.test(character) && MONGOLIAN.test(before);
};

const characterBefore = (text: string, index: number): string => {
  const low = text.charCodeAt(index - 1);
  const isPair = low >= 0xdc00 && low < 0xe000;
  return text.slice(Math.max(0, index - (isPair ? 2 : 1)), index);
};

const characterAt = (text: string, index: number): string => {
  const point = text.codePointAt(index);
  return point === undefined ? '' : String.fromCodePoint(point);
};
