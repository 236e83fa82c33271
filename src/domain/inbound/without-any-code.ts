import { withoutSixDigits } from './case-codes.ts';

// 7K2M-9QXT, or 7K2M9QXT with a digit among the letters.
const WHOLE =
  /(?<![\p{L}\p{N}])(?:[\da-z]{4}-[\da-z]{4}|(?=\d*[a-z])(?=[a-z]*\d)[\da-z]{8})(?![\p{L}\p{N}])/giu;
// 7K2M 9QXT, perhaps between other words of four letters, which stay.
const IN_HALVES = /(?<![\p{L}\p{N}])[\da-z]{4}(?:\s{1,3}[\da-z]{4})+(?![\p{L}\p{N}])/giu;
const HALF = /(?<![\p{L}\p{N}])(?=\d*[a-z])(?=[a-z]*\d)[\da-z]{4}/giu;

/** The text without what can be the code of a launch. */
export const withoutLaunchLike = (text: string): string =>
  text
    .replaceAll(WHOLE, '…')
    .replaceAll(IN_HALVES, (run) => run.replaceAll(HALF, '…').replaceAll(/…(?:\s+…)+/gu, '…'));

/** The text of a message of which nobody knows yet what it is, without what can be a code. */
export const withoutAnyCode = (text: string): string => {
  const shown = withoutLaunchLike(withoutSixDigits(text));
  return shown === text.normalize('NFKC') ? text : shown;
};
