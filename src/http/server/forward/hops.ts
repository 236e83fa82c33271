import type { IncomingMessage } from 'node:http';
import { BETWEEN_NODES } from './client.ts';

/** Header fields of one connection, which an intermediary must not pass on (RFC 9110 7.6.1). */
const OF_ONE_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // This node has answered it already (RFC 9110 10.1.1).
  'expect',
]);

/** Without them a message would end elsewhere, or be for another host: no Connection field may take them away. */
const ALWAYS: ReadonlySet<string> = new Set(['content-length', 'host']);

type Fields = Pick<IncomingMessage, 'headers' | 'rawHeaders'>;

/** Name, value, name, value, as node takes them, with the order and the repetitions in which they came. */
const endToEnd = ({ headers, rawHeaders }: Fields, leftOut: ReadonlySet<string>): string[] => {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  const kept: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const lower = name.toLowerCase();
    if (OF_ONE_HOP.has(lower) || leftOut.has(lower)) continue;
    if (named.has(lower) && !ALWAYS.has(lower)) continue;
    kept.push(name, rawHeaders[at + 1] ?? '');
  }
  return kept;
};

/** Whether a body follows the header fields (RFC 9112 6.3). */
export const hasBody = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined ||
  (headers['content-length'] !== undefined && headers['content-length'] !== '0');

/** The header fields of a request as it is forwarded. @param ours in place of those of the same names */
export const forwardedFields = (request: Fields, ours: Readonly<Record<string, string>>): string[] => {
  const leftOut = new Set([...BETWEEN_NODES, ...Object.keys(ours)]);
  const fields = endToEnd(request, leftOut);
  if (request.headers['transfer-encoding'] !== undefined) fields.push('Transfer-Encoding', 'chunked');
  for (const [name, value] of Object.entries(ours)) fields.push(name, value);
  // The other node must not close while the client still sends: a reset could overtake its answer. This node closes.
  fields.push('Connection', 'keep-alive');
  return fields;
};

/** The header fields of an answer as the client gets them. */
export const answeredFields = (answer: Fields): string[] => endToEnd(answer, BETWEEN_NODES);

/**
 * The target of a request as path and query. A client may send a whole URL (RFC 9112 3.2.2): its host is dropped, so
 * that nobody takes it for the place to ask.
 */
export const pathOf = (url: string): string => {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '');
  return path.startsWith('/') ? path : `/${path}`;
};
