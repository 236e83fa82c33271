const MARK = /\p{M}/gu;

/** The text in lower case, without accents. Marks are removed before NFD, since NFD sorts them in quadratic time. */
export const plain = (text: string): string =>
  text.replaceAll(MARK, '').normalize('NFD').replaceAll(MARK, '').toLowerCase();
