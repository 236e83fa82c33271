/** The numbers to which the messages of a plan go; what goes to any other number belongs to an act of the storm. */
const FIRST = 33_639_980_000;
const LAST = 33_639_980_400;

/** @param to digits, with or without a plus */
export const isOfPlan = (to: string): boolean => {
  const number = Number(to.replace('+', ''));
  return number >= FIRST && number <= LAST;
};
