const MARK = /\p{M}/gu;

/** Lower case, without accents. Marks are removed before NFD, which takes quadratic time to sort thousands of them. */
export const plain = (text: string): string =>
  text.replaceAll(MARK, '').normalize('NFD').replaceAll(MARK, '').toLowerCase();
