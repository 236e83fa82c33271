// An argument each: well below what engines allow in one call.
const CHUNK = 4096;

/** The string of UTF-16 units, however many. Unpaired surrogates stay what they are. */
export const textOfUnits = (units: Uint16Array): string => {
  if (units.length <= CHUNK) return String.fromCharCode(...units);
  let text = '';
  for (let at = 0; at < units.length; at += CHUNK) {
    text += String.fromCharCode(...units.subarray(at, at + CHUNK));
  }
  return text;
};
