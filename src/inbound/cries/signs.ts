/**
 * Signs of distress, which may stand anywhere in a clause. A sign is written as one line: words are separated by
 * spaces, alternatives by `/`; `bloqu*` stands for each word that begins so, `?words` may be left out, and `_3` stands
 * for up to three words of any kind.
 */
type Slot =
  | { readonly kind: 'gap'; readonly most: number }
  | {
      readonly kind: 'word';
      readonly optional: boolean;
      readonly whole: ReadonlySet<string>;
      readonly stems: readonly string[];
    };

type Sign = readonly Slot[];

const slotOf = (text: string): Slot => {
  if (text.startsWith('_')) return { kind: 'gap', most: Number(text.slice(1)) };
  const optional = text.startsWith('?');
  const alternatives = (optional ? text.slice(1) : text).split('/');
  return {
    kind: 'word',
    optional,
    whole: new Set(alternatives.filter((one) => !one.endsWith('*'))),
    stems: alternatives.filter((one) => one.endsWith('*')).map((one) => one.slice(0, -1)),
  };
};

const isWord = (word: string, { whole, stems }: Extract<Slot, { kind: 'word' }>): boolean =>
  whole.has(word) || stems.some((stem) => word.startsWith(stem));

/** Where the sign ends if it begins at `from`; undefined if it doesn't. A sign has few gaps, so few ways are tried. */
const endOf = (words: readonly string[], from: number, sign: Sign, slot = 0): number | undefined => {
  const wanted = sign[slot];
  if (wanted === undefined) return from;
  if (wanted.kind === 'gap') {
    for (let skipped = 0; skipped <= wanted.most && from + skipped <= words.length; skipped++) {
      const end = endOf(words, from + skipped, sign, slot + 1);
      if (end !== undefined) return end;
    }
    return undefined;
  }
  const word = words[from];
  if (word !== undefined && isWord(word, wanted)) {
    const end = endOf(words, from + 1, sign, slot + 1);
    if (end !== undefined) return end;
  }
  return wanted.optional ? endOf(words, from, sign, slot + 1) : undefined;
};

export interface Found {
  /** The index of the first word of the sign, and the one after its last word. */
  readonly from: number;
  readonly to: number;
}

export interface Signs {
  /** Every place of the words where a sign begins. */
  find(words: readonly string[]): readonly Found[];
  isIn(words: readonly string[]): boolean;
}

/** Makes a set of signs from their lines. Signs that begin with whole words are found by that word. */
export const signsOf = (lines: string): Signs => {
  const byWord = new Map<string, Sign[]>();
  const others: Sign[] = [];
  for (const line of lines.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const sign = line.split(' ').map(slotOf);
    const first = sign[0];
    if (first?.kind === 'word' && !first.optional && first.stems.length === 0)
      for (const word of first.whole) byWord.set(word, [...(byWord.get(word) ?? []), sign]);
    else others.push(sign);
  }
  const at = (words: readonly string[], from: number): Found | undefined => {
    for (const sign of [...(byWord.get(words[from] ?? '') ?? []), ...others]) {
      const to = endOf(words, from, sign);
      if (to !== undefined && to > from) return { from, to };
    }
    return undefined;
  };
  const find = (words: readonly string[]): readonly Found[] =>
    words.flatMap((_, from) => at(words, from) ?? []);
  return { find, isIn: (words) => words.some((_, from) => at(words, from) !== undefined) };
};
