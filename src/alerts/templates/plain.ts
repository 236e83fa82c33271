const MARK = /\p{M}/gu;

/** Lower case, without accents. Marks go first: putting thousands of them in order takes quadratic time. */
export const plain = (text: string): string =>
  text.replaceAll(MARK, '').normalize('NFD').replaceAll(MARK, '').toLowerCase();
