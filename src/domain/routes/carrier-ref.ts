/**
 * What a carrier calls a part, without the zeros in front: carriers fill their ids up in their answers and not in their
 * receipts, or the other way round. Of zeros alone one is left; '' stays ''.
 */
export const withoutZeros = (ref: string): string =>
  // Of each receipt several times: most ids have none, and the expression takes ten times as long as the look.
  ref.startsWith('0') ? ref.replace(/^0+(?!$)/, '') : ref;
