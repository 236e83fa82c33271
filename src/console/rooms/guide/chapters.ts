/** A chapter of the guide: what stands below one heading of the second level. */
export interface Chapter {
  /** In the address. It is the same in both languages, so that a change of the language stays at the chapter. */
  readonly page: string;
  readonly title: string;
  /** Markdown, without the heading. */
  readonly text: string;
}

/** The addresses of the chapters, in their order. A test compares their number with both texts. */
export const PAGES = [
  'first',
  'sign-in',
  'scenario',
  'write',
  'second-person',
  'follow',
  'correct-stop-end',
  'answers',
  'carriers-down',
  'was-she-warned',
  'people',
  'drills',
  'duty',
  'alarms',
  'keys',
] as const;

/** The guide as its title, what stands before the first chapter, and the chapters. */
export const chaptersOf = (
  markdown: string,
): { readonly intro: string; readonly chapters: readonly Chapter[] } => {
  const [head = '', ...rest] = markdown.split(/^## /m);
  const chapters = rest.map((text, index) => {
    const [title = '', ...lines] = text.split('\n');
    return {
      page: PAGES[index] ?? `chapter-${index + 1}`,
      title: title.trim(),
      text: lines.join('\n').trim(),
    };
  });
  return { intro: head.replace(/^# .*$/m, '').trim(), chapters };
};

/** Small letters without accents, so that "operateur" finds "opérateur". */
const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** The chapters that have every word, those with a word in the title first. */
export const searchIn = (chapters: readonly Chapter[], typed: string): readonly Chapter[] => {
  const words = plain(typed)
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = chapters.filter(({ title, text }) => {
    const all = plain(`${title} ${text}`);
    return words.every((word) => all.includes(word));
  });
  const inTitle = ({ title }: Chapter): boolean => words.some((word) => plain(title).includes(word));
  return [...found.filter(inTitle), ...found.filter((one) => !inTitle(one))];
};
