export interface Run {
  readonly kind: 'same' | 'out' | 'in';
  readonly text: string;
}

/** Texts with more words than this are shown as a whole: the table below would be large, and nobody would read it. */
const MOST_WORDS = 600;

// A word with the space behind it, so that words which follow each other are one run.
const wordsOf = (text: string): readonly string[] => text.match(/\S+\s*|\s+/g) ?? [];

/** What was taken out of a text and put into it, word by word (longest common subsequence). */
export const wordDiff = (before: string, after: string): readonly Run[] => {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  if (a.length > MOST_WORDS || b.length > MOST_WORDS)
    return before === after
      ? runs([['same', before]])
      : runs([
          ['out', before],
          ['in', after],
        ]);
  /** The last word has no space behind it, and is the same word if one follows it now. */
  const isSame = (i: number, j: number): boolean =>
    a[i] === b[j] ||
    ((i === a.length - 1 || j === b.length - 1) &&
      a[i]?.trimEnd() === b[j]?.trimEnd() &&
      i < a.length &&
      j < b.length);
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = isSame(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const steps: (readonly [Run['kind'], string])[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && isSame(i, j)) {
      steps.push(['same', b[j] ?? '']);
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1)))
      steps.push(['out', a[i++] ?? '']);
    else steps.push(['in', b[j++] ?? '']);
  }
  return runs(steps);
};

const runs = (steps: readonly (readonly [Run['kind'], string])[]): readonly Run[] => {
  const found: { kind: Run['kind']; text: string }[] = [];
  for (const [kind, text] of steps) {
    const last = found.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') found.push({ kind, text });
  }
  return found;
};
