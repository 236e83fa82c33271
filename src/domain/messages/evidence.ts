/** What is kept of any one thing that came from outside: enough for a receipt with its parameters, for an AT response, for a reason. */
export const EVIDENCE_OCTETS = 1024;

/** Of a cut one, so much of the beginning: what is left is for the words that say so. */
const HEAD_OCTETS = 960;

/** UTF-8 takes three octets at most for each unit of UTF-16: what is shorter needs no measuring. */
const SURELY_SHORT = Math.floor(EVIDENCE_OCTETS / 3);

const encoder = new TextEncoder();
const scratch = new Uint8Array(EVIDENCE_OCTETS);

/**
 * Evidence as it is stored: what came, or its beginning and how long it was. Nobody outside can fill the disk with it.
 *
 * @returns at most `EVIDENCE_OCTETS` octets of UTF-8, never cut inside a character
 */
export const boundEvidence = (text: string): string => {
  if (text.length <= SURELY_SHORT) return text;
  if (encoder.encodeInto(text, scratch).read === text.length) return text;
  const { read } = encoder.encodeInto(text, scratch.subarray(0, HEAD_OCTETS));
  return `${text.slice(0, read)} […cut after ${read} of ${text.length} characters]`;
};
