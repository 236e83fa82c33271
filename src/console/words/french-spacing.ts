const NO_BREAK = '\u00a0';
/** The thin space that doesn't break a line. */
const THIN = '\u202f';

/**
 * A French text whose lines never begin with a sign that stands apart from its word, nor end with an opening quote
 * (Imprimerie nationale, Lexique des règles typographiques): the space before or after it does not break.
 */
export const unbroken = (text: string): string =>
  text
    .replaceAll(/ (?=[;?!])/g, THIN)
    .replaceAll(/ (?=[:»…%])/g, NO_BREAK)
    .replaceAll('« ', `«${NO_BREAK}`);

/** A text that the gateway says in both languages. */
export const spacedIn = (language: 'en' | 'fr', text: string): string =>
  language === 'fr' ? unbroken(text) : text;

/** The same for Markdown, whose pieces of code are typed as they stand. */
export const unbrokenMarkdown = (markdown: string): string =>
  markdown
    .split(/(`[^`]*`)/)
    .map((piece, index) => (index % 2 === 0 ? unbroken(piece) : piece))
    .join('');
