import type { Finding } from '../../../domain/templates/template.ts';
import { found, type Text } from './subject.ts';

// Link shorteners hide where a link leads, as frauds do: carriers filter them, and people are right not to follow them.
const SHORTENERS = new Set([
  'bit.do',
  'bit.ly',
  'bl.ink',
  'buff.ly',
  'cutt.ly',
  'goo.gl',
  'is.gd',
  'lnkd.in',
  'ow.ly',
  'rb.gy',
  'rebrand.ly',
  's.id',
  'short.io',
  'shorturl.at',
  't.co',
  't.ly',
  'tiny.cc',
  'tinyurl.com',
  'urlr.me',
  'urlz.fr',
  'v.gd',
]);

const FEWEST_LETTERS = 20;
const MOST_CAPITALS = 0.7;

/** Warnings for what makes people distrust a text, or makes it hard to read. */
export const styleFindings = ({ label, worst }: Text): readonly Finding[] => {
  if (worst === undefined) return [];
  const findings: Finding[] = [];
  const shortener = worst.text
    .split(/\s/)
    .map(hostOf)
    .find((host) => SHORTENERS.has(host));
  if (shortener !== undefined) {
    const message = `links to ${shortener}, which hides where it leads: carriers filter that; write the address itself`;
    findings.push(found('warning', 'linkShortener', label, message));
  }
  const literal = worst.pieces.map((piece) => (piece.kind === 'literal' ? piece.text : '')).join('');
  const letters = count(literal, /\p{L}/gu);
  if (letters >= FEWEST_LETTERS && count(literal, /\p{Lu}/gu) > letters * MOST_CAPITALS) {
    const message = 'is in capitals: that is slower to read, and read aloud letter by letter';
    findings.push(found('warning', 'allCaps', label, message));
  }
  return findings;
};

const count = (text: string, what: RegExp): number => {
  let total = 0;
  for (const _ of text.matchAll(what)) total++;
  return total;
};

/** The host of a word that is an address, with or without its scheme. For another word, a text that is no shortener. */
const hostOf = (word: string): string => {
  let host = word.toLowerCase();
  for (const before of ['(', '<', '"', 'https://', 'http://', 'www.']) {
    if (host.startsWith(before)) host = host.slice(before.length);
  }
  const end = host.search(/[^a-z0-9.-]/);
  if (end >= 0) host = host.slice(0, end);
  return host.endsWith('.') ? host.slice(0, -1) : host;
};
