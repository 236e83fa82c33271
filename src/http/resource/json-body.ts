import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../server/problems.ts';

export type Json =
  | { readonly kind: 'ok'; readonly value: unknown }
  | { readonly kind: 'bad'; readonly why: string };

/** `JSON.stringify` and zod call themselves for each level, and thousands of levels would be too many for the stack. */
const DEEPEST = 500;

const [QUOTE, BACKSLASH, BRACKET, BRACKET_END, BRACE, BRACE_END] = Buffer.from('"\\[]{}');

const isDeep = (octets: Buffer): boolean => {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at];
    if (octet === QUOTE) inText = !inText;
    else if (inText && octet === BACKSLASH) at++;
    else if (!inText && (octet === BRACKET || octet === BRACE)) {
      depth++;
      if (depth > DEEPEST) return true;
    } else if (!inText && (octet === BRACKET_END || octet === BRACE_END)) depth--;
  }
  return false;
};

/**
 * Reads JSON (RFC 8259). Octets that aren't UTF-8 are refused: decoding would replace them by U+FFFD, and the text of a
 * message is never changed. `JSON.parse` makes __proto__ a key like any other, which every schema refuses as unknown.
 */
export const readJson = (octets: Buffer): Json => {
  if (!isUtf8(octets)) return { kind: 'bad', why: 'is not UTF-8' };
  try {
    if (octets.length > DEEPEST && isDeep(octets))
      return { kind: 'bad', why: `nests deeper than ${DEEPEST} levels` };
    const text = octets.toString('utf8');
    // RFC 8259 8.1 allows a reader to ignore a byte order mark, which some editors and shells always write.
    return { kind: 'ok', value: JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) };
  } catch (error) {
    return { kind: 'bad', why: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
};

/** Makes the server read application/json. A route that takes another media type must add its own parser. */
export const takeJson = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, octets: Buffer, done) => {
    // Some clients send the content type also with a POST that has no body.
    if (octets.length === 0) {
      done(null, undefined);
      return;
    }
    const json = readJson(octets);
    if (json.kind === 'ok') done(null, json.value);
    else done(new Refusal('malformed-json', { detail: `The body ${json.why}.` }));
  });
};
