/** What a text about duty asks for. */
export type DutyAsked =
  | { readonly kind: 'who' }
  | {
      readonly kind: 'handOver';
      /** As written. */
      readonly name: string;
      /** Until when, as minutes from midnight; undefined: until the end of the duty. */
      readonly until: number | undefined;
      /** The name of the roster, where the sender is on duty in more than one. */
      readonly roster: string | undefined;
    }
  | { readonly kind: 'code'; readonly code: string };

const WHO = /^(?:garde|astreinte|duty|on duty)\s*\?$/i;
const HAND_OVER = /^(?:rel[eè]ve|hand[ -]?over)\s+(.+)$/i;
const UNTIL = /\s+(?:jusqu['’ ]?[aà]|until|till)\s+([01]?\d|2[0-3])\s*(?:h|:|\.)?\s*([0-5]\d)?\s*h?$/i;
const ROSTER = /\s*\/\s*([^/]+)$/;
// Digits alone are no code: a phone may send the house number of a call for help. The word tells this code from that
// of an approval, which has six digits too. People read codes out with gaps: 482 193, 48 21 93.
const DIGITS = String.raw`\d{3}[\s.-]?\d{3}|\d{2}[\s.-]\d{2}[\s.-]\d{2}`;
const CODE = new RegExp(
  String.raw`^(?:(?:oui|yes|ok)\s+)?(?:rel[eè]ve|hand[ -]?over)[\s,:.]*(${DIGITS})[\s.!]*$`,
  'i',
);

/** Reads a text about duty, such as "RELEVE Anna jusqu'à 18h / SAMU"; undefined: it is none. */
export const readDuty = (text: string): DutyAsked | undefined => {
  const line = text.normalize('NFC').trim().replace(/\s+/g, ' ');
  if (WHO.test(line)) return { kind: 'who' };
  const code = CODE.exec(line)?.[1];
  if (code !== undefined) return { kind: 'code', code: code.replaceAll(/\D/g, '') };
  const asked = HAND_OVER.exec(line)?.[1];
  if (asked === undefined) return undefined;
  const roster = ROSTER.exec(asked)?.[1]?.trim();
  const before = asked.replace(ROSTER, '');
  const time = UNTIL.exec(before);
  const until = time === null ? undefined : Number(time[1]) * 60 + Number(time[2] ?? '0');
  const name = before.replace(UNTIL, '').trim();
  return name === '' ? undefined : { kind: 'handOver', name, until, roster };
};
