// The number of units that one call gets as arguments. Engines allow far more arguments than that.
const CHUNK = 4096;

/** The string of any number of UTF-16 units. Unpaired surrogates are kept. */
export const textOfUnits = (units: Uint16Array): string => {
  if (units.length <= CHUNK) return String.fromCharCode(...units);
  let text = '';
  for (let at = 0; at < units.length; at += CHUNK) {
    text += String.fromCharCode(...units.subarray(at, at + CHUNK));
  }
  return text;
};
