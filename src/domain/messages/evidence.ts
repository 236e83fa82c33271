/**
 * The largest number of octets (UTF-8) that is stored of one text from outside: enough for a receipt with its
 * parameters, an AT response or a reason.
 */
export const EVIDENCE_OCTETS = 1024;

/** How many octets of a longer text are stored. The rest of `EVIDENCE_OCTETS` is for the note that the text was cut. */
const HEAD_OCTETS = 960;

/** A unit of UTF-16 is at most three octets of UTF-8, so a text of at most this many units surely fits, unmeasured. */
const SURELY_SHORT = Math.floor(EVIDENCE_OCTETS / 3);

const encoder = new TextEncoder();
const scratch = new Uint8Array(EVIDENCE_OCTETS);

/**
 * Evidence as it is stored: the text, or its beginning with a note that says how long it was, so that nobody outside
 * can fill the disk.
 * @returns at most `EVIDENCE_OCTETS` octets of UTF-8, never cut inside a character
 */
export const boundEvidence = (text: string): string => {
  if (text.length <= SURELY_SHORT) return text;
  if (encoder.encodeInto(text, scratch).read === text.length) return text;
  const { read } = encoder.encodeInto(text, scratch.subarray(0, HEAD_OCTETS));
  return `${text.slice(0, read)} […cut after ${read} of ${text.length} characters]`;
};
