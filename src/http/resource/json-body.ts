import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../server/problems.ts';

export type Json =
  | { readonly kind: 'ok'; readonly value: unknown }
  | { readonly kind: 'bad'; readonly why: string };

/**
 * JSON as RFC 8259 has it: UTF-8, and nothing repaired. Octets that aren't UTF-8 would become U+FFFD unnoticed, and
 * the text of a message is never changed. A key called __proto__ is a key like any other here, and unknown to every
 * schema.
 */
export const readJson = (octets: Buffer): Json => {
  if (!isUtf8(octets)) return { kind: 'bad', why: 'is not UTF-8' };
  try {
    const text = octets.toString('utf8');
    // RFC 8259 8.1 allows to ignore a byte order mark, which some editors and shells always write.
    return { kind: 'ok', value: JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) };
  } catch (error) {
    return { kind: 'bad', why: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
};

/** Bodies of application/json; no other media type is taken unless a route says so. */
export const takeJson = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, octets: Buffer, done) => {
    // Clients that label every request as JSON do so for a POST without a body, too.
    if (octets.length === 0) {
      done(null, undefined);
      return;
    }
    const json = readJson(octets);
    if (json.kind === 'ok') done(null, json.value);
    else done(new Refusal('malformed-json', { detail: `The body ${json.why}.` }));
  });
};
