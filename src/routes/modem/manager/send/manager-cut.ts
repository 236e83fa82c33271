import { measureGsm7, septetCount, septetWidth } from '../../../../domain/text/gsm7.ts';

// ModemManager writes an 8-bit reference, whose header has 6 octets, so a part of it holds more than one of ours
// (TS 23.040 9.2.3.24.1).
const GSM7 = { single: 160, several: 153 };
const UCS2 = { single: 70, several: 67 };

/**
 * The number of parts that ModemManager makes of a text. It uses GSM-7 wherever that has all characters, and cuts no
 * character in two (`mm-charsets.c`).
 */
export const managerParts = (text: string): number => {
  const isGsm7 = measureGsm7(text) >= 0;
  const { single, several } = isGsm7 ? GSM7 : UCS2;
  const length = isGsm7 ? septetCount(text) : text.length;
  if (length <= single) return 1;
  let parts = 1;
  let used = 0;
  for (const character of text) {
    const width = isGsm7 ? septetWidth(character.charCodeAt(0)) : character.length;
    if (used + width > several) {
      parts++;
      used = 0;
    }
    used += width;
  }
  return parts;
};
