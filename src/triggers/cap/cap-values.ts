import { XmlFault } from '../xml/tree.ts';
import type { CapCircle, CapIdentity } from './cap-alert.ts';

// CAP 1.2, 3.3.2: a time always has a numeric offset; Z isn't allowed.
const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)[-+](\d\d):(\d\d)$/;

/**
 * Reads a time as ms since the epoch.
 *
 * @throws XmlFault if it is no time of CAP
 */
export const capTime = (text: string, where: string): number => {
  const found = TIME.exec(text);
  const ms = Date.parse(text);
  const [, year, month, day, , , , hours, minutes] = (found ?? []).map(Number);
  // Date.parse may accept 30 February as a day in March.
  const days = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
  if (Number.isNaN(ms) || day === undefined || day > days || (hours ?? 99) > 14 || (minutes ?? 99) > 59) {
    throw new XmlFault(`${where} is no time with offset such as 2026-12-01T08:00:00+01:00`);
  }
  return ms;
};

const NUMBER = /^[-+]?\d{1,3}(?:\.\d{1,20})?$/;
const RADIUS = /^\+?\d{1,6}(?:\.\d{1,20})?$/;

/** Reads latitude and longitude in degrees; undefined if the text isn't that. */
const pairOf = (text: string): readonly [lat: number, lon: number] | undefined => {
  const [first = '', second = '', ...more] = text.split(',');
  if (more.length > 0 || !NUMBER.test(first) || !NUMBER.test(second)) return undefined;
  const [lat, lon] = [Number(first), Number(second)];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lat, lon] : undefined;
};

/**
 * Reads a polygon.
 *
 * @throws XmlFault if it has fewer than four pairs, isn't closed, or has an impossible latitude or longitude (CAP
 * 1.2, 3.2.4)
 */
export const capPolygon = (text: string, where: string): readonly (readonly [number, number])[] => {
  const pairs = text.split(/\s+/).map((written) => {
    const pair = pairOf(written);
    if (pair === undefined)
      throw new XmlFault(`${where}: ${JSON.stringify(written.slice(0, 40))} is no lat,lon`);
    return pair;
  });
  const [first, last] = [pairs[0], pairs.at(-1)];
  if (pairs.length < 4) throw new XmlFault(`${where} has ${pairs.length} pairs: a polygon needs four`);
  if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) {
    throw new XmlFault(`${where} is not closed: its last pair is not its first`);
  }
  return pairs;
};

/**
 * Reads a circle.
 *
 * @throws XmlFault if it is not `lat,lon radius`, with the radius in km
 */
export const capCircle = (text: string, where: string): CapCircle => {
  const [centre = '', radius = '', ...more] = text.split(/\s+/);
  const pair = pairOf(centre);
  if (pair === undefined || !RADIUS.test(radius) || more.length > 0) {
    throw new XmlFault(`${where} is no circle such as 48.85,2.35 10`);
  }
  return { lat: pair[0], lon: pair[1], radiusKm: Number(radius) };
};

const NAME = /^[^\s,<&]{1,300}$/;

/**
 * Reads a name. It must have no spaces, commas, < and & (CAP 1.2, 3.2.1), since references are made of names.
 *
 * @throws XmlFault if it is empty, too long, or has one of these characters
 */
export const capName = (text: string, where: string): string => {
  if (NAME.test(text)) return text;
  throw new XmlFault(`${where} is empty, too long, or holds a space, a comma, < or &`);
};

/** The largest number of references of a message: each needs a look-up and a commit in the store. */
const MAX_REFERENCES = 500;

/**
 * Reads the references, each once.
 *
 * @throws XmlFault if one is not `sender,identifier,sent`, or if there are too many
 */
export const capReferences = (text: string): readonly CapIdentity[] => {
  const found = new Map<string, CapIdentity>();
  for (const written of text.split(/\s+/).filter((one) => one !== '')) {
    const [sender = '', identifier = '', sent = '', ...more] = written.split(',');
    if (more.length > 0 || sent === '') {
      throw new XmlFault(`references: ${JSON.stringify(written.slice(0, 80))} is not sender,identifier,sent`);
    }
    capTime(sent, 'references');
    found.set(written, {
      sender: capName(sender, 'references'),
      identifier: capName(identifier, 'references'),
      sent,
    });
  }
  if (found.size > MAX_REFERENCES)
    throw new XmlFault(`references names ${found.size} messages, of at most ${MAX_REFERENCES}`);
  return [...found.values()];
};
