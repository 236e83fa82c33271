// Four digits or more, also with gaps between them, as people read codes out.
const CODE_LIKE = /\p{Nd}(?:[\s.-]?\p{Nd}){3,}/gu;

/** The text without anything that can be the code of an approval: nobody who reads it shall learn one. */
export const withoutCodes = (text: string): string => text.normalize('NFKC').replaceAll(CODE_LIKE, '…');
