/**
 * What a carrier calls a part, without the zeros in front: carriers fill their ids up in their answers and not in their
 * receipts, or the other way round. Of zeros alone one is left; '' stays ''.
 */
export const withoutZeros = (ref: string): string => ref.replace(/^0+(?!$)/, '');
