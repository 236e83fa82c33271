/** The values that a text gives for the open places of a scenario. */
export type GivenValues =
  | { readonly kind: 'values'; readonly values: Readonly<Record<string, string>> }
  /** No value was given for these places. */
  | { readonly kind: 'missing'; readonly names: readonly string[] }
  /** This was written, and the scenario has no place for it. */
  | { readonly kind: 'tooMuch'; readonly rest: string };

/** Case, accents and blanks don't tell two words apart. */
export const foldWord = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const EDGES = /^[\s:,;.–—-]+|[\s;]+$/gu;

/**
 * Reads `quartier nord` for one open place; `quartier nord; 18h` for several, in their order; or, in any order,
 * `heure=18h; lieu=quartier nord`.
 * @param needs the open places, in the order of the texts
 */
export const readValues = (text: string, needs: readonly string[]): GivenValues => {
  const rest = text.replaceAll(EDGES, '');
  const values: Record<string, string> = {};
  const unnamed: string[] = [];
  for (const piece of needs.length === 1 && !rest.includes('=') ? [rest] : rest.split(/[;\n]/)) {
    const [written = '', ...after] = piece.split('=');
    const named = after.length === 0 ? undefined : needs.find((need) => foldWord(need) === foldWord(written));
    if (named !== undefined) values[named] = after.join('=').trim();
    else if (piece.trim() !== '') unnamed.push(piece.trim());
  }
  for (const need of needs) {
    if (Object.hasOwn(values, need)) continue;
    const next = unnamed.shift();
    if (next !== undefined) values[need] = next;
  }
  if (unnamed.length > 0) return { kind: 'tooMuch', rest: unnamed.join('; ') };
  const names = needs.filter((need) => (values[need] ?? '') === '');
  return names.length > 0 ? { kind: 'missing', names } : { kind: 'values', values };
};
