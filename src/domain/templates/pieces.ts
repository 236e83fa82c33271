/** A piece of a template's text. */
export type Piece =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly name: string };

export type Parsed =
  | { readonly kind: 'pieces'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'wrong'; readonly message: string };

const ATTRIBUTE = 'attributes.';
// Each pattern repeats one class of characters, so that no text makes it backtrack.
const OWN_NAME = /^[a-z][A-Za-z0-9]{0,39}$/;
const ATTRIBUTE_NAME = /^[\p{L}\p{N}_-]{1,64}$/u;
const MOST_SHOWN = 40;

/** Whether the value is one of the contact, not one that the operator gives. */
export const isPersonal = (name: string): boolean => name === 'name' || name.startsWith(ATTRIBUTE);

/** The name of the contact's attribute that a placeholder stands for; undefined: it stands for none. */
export const attributeOf = (name: string): string | undefined =>
  name.startsWith(ATTRIBUTE) ? name.slice(ATTRIBUTE.length) : undefined;

const isPlaceholderName = (name: string): boolean => {
  const attribute = attributeOf(name);
  return attribute === undefined ? OWN_NAME.test(name) : ATTRIBUTE_NAME.test(attribute);
};

/** Parses `text` in one pass: `{name}` is a placeholder, `{{` and `}}` are braces, any other brace is an error. */
export const parseTemplate = (text: string): Parsed => {
  const pieces: Piece[] = [];
  let literal = '';
  let at = 0;
  const flush = (): void => {
    if (literal !== '') pieces.push({ kind: 'literal', text: literal });
    literal = '';
  };
  while (at < text.length) {
    const brace = nextBrace(text, at);
    literal += text.slice(at, brace);
    if (brace === text.length) break;
    const character = text.charAt(brace);
    if (text.charAt(brace + 1) === character) {
      literal += character;
      at = brace + 2;
      continue;
    }
    if (character === '}') return wrong(`closes a brace at index ${brace} that was never opened`);
    const end = nextBrace(text, brace + 1);
    if (text.charAt(end) !== '}') return wrong(`opens a brace at index ${brace} that is not closed`);
    const name = text.slice(brace + 1, end);
    if (!isPlaceholderName(name)) {
      const shown = name.length > MOST_SHOWN ? `${name.slice(0, MOST_SHOWN)}…` : name;
      return wrong(`has "${shown}" in braces at index ${brace}, which can be no placeholder`);
    }
    flush();
    pieces.push({ kind: 'placeholder', name });
    at = end + 1;
  }
  flush();
  return { kind: 'pieces', pieces };
};

const wrong = (message: string): Parsed => ({ kind: 'wrong', message });

const nextBrace = (text: string, from: number): number => {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x7b || unit === 0x7d) return at;
  }
  return text.length;
};

/** Replaces each placeholder by what `valueFor` returns. Placeholders inside of a value are not replaced. */
export const join = (pieces: readonly Piece[], valueFor: (name: string) => string): string => {
  let text = '';
  for (const piece of pieces) text += piece.kind === 'literal' ? piece.text : valueFor(piece.name);
  return text;
};

/** The names of the placeholders, each once, in the order of the text. */
export const namesIn = (pieces: readonly Piece[]): readonly string[] => [
  ...new Set(pieces.flatMap((piece) => (piece.kind === 'placeholder' ? [piece.name] : []))),
];
