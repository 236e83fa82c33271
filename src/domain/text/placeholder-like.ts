const LIKE = /\{[\p{L}_][\p{L}\p{N}_.-]{0,40}\}/gu;
/** How many of a text are named. */
const MOST = 5;

/** Warnings about what looks like a placeholder in a text that is sent as it is: nothing fills it in. */
export const unfilledIn = (text: string): readonly string[] => {
  // Most texts have no brace, and this runs for each message.
  if (!text.includes('{')) return [];
  const found = [...new Set(text.match(LIKE) ?? [])].slice(0, MOST);
  return found.map((one) => `${one} is not filled in here: it goes out as it is`);
};
