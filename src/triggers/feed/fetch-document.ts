import type { FeedMark } from '../../domain/triggers/trigger-repositories.ts';
import type { Clock } from '../../kernel/clock.ts';
import { charsetOf } from '../../kernel/encoding/charset.ts';

export type Fetched =
  | {
      readonly kind: 'document';
      readonly octets: Uint8Array;
      readonly charset: string | undefined;
      readonly mark: FeedMark;
    }
  /** The document hasn't changed (304). */
  | { readonly kind: 'same' }
  /** The document can't be taken: it doesn't exist (404, 410), is too large, or its origin isn't allowed. */
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface FetchLimits {
  /**
   * The only origins that are contacted, also after redirects: an address in a feed must not reach services that only
   * this machine can reach.
   */
  readonly origins: ReadonlySet<string>;
  readonly maxOctets: number;
  /** Time limit in ms for the whole transfer with its redirects. */
  readonly withinMs: number;
}

const MOST_REDIRECTS = 3;

/** Fetches a document over HTTP. An error is returned, not thrown. */
export const fetchDocument = async (
  url: string,
  before: FeedMark | undefined,
  limits: FetchLimits,
  clock: Clock,
  closing: AbortSignal,
): Promise<Fetched> => {
  const late = new AbortController();
  const cancel = clock.after(limits.withinMs, () => late.abort());
  try {
    return await ask(url, before, limits, AbortSignal.any([late.signal, closing]));
  } catch (error) {
    if (late.signal.aborted) return { kind: 'failed', reason: `no answer within ${limits.withinMs} ms` };
    return { kind: 'failed', reason: reasonOf(error) };
  } finally {
    cancel();
  }
};

const ask = async (
  first: string,
  before: FeedMark | undefined,
  { origins, maxOctets }: FetchLimits,
  signal: AbortSignal,
): Promise<Fetched> => {
  const headers = {
    accept: 'application/cap+xml, application/atom+xml, application/xml, text/xml',
    ...(before?.etag !== undefined && { 'if-none-match': before.etag }),
    ...(before?.modified !== undefined && { 'if-modified-since': before.modified }),
  };
  let url = first;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const { origin } = new URL(url);
    if (!origins.has(origin)) {
      return { kind: 'gone', reason: `${origin} is neither the feed's origin nor one of its origins` };
    }
    const response = await fetch(url, { redirect: 'manual', headers, signal });
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && response.status !== 304 && location !== null) {
      await response.body?.cancel();
      if (!URL.canParse(location, url)) return { kind: 'failed', reason: 'it redirects to no address' };
      url = new URL(location, url).href;
      continue;
    }
    return read(response, maxOctets);
  }
  return { kind: 'failed', reason: `more than ${MOST_REDIRECTS} redirects` };
};

const read = async (response: Response, maxOctets: number): Promise<Fetched> => {
  if (response.status === 304) return { kind: 'same' };
  if (response.status !== 200) {
    await response.body?.cancel();
    const kind = response.status === 404 || response.status === 410 ? 'gone' : 'failed';
    return { kind, reason: `the answer is ${response.status}` };
  }
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    length += piece.length;
    // Returning from the loop cancels the transfer.
    if (length > maxOctets) return { kind: 'gone', reason: `it has more than ${maxOctets} octets` };
    pieces.push(piece);
  }
  const mark = {
    etag: response.headers.get('etag') ?? undefined,
    modified: response.headers.get('last-modified') ?? undefined,
  };
  const charset = charsetOf(response.headers.get('content-type') ?? undefined);
  return { kind: 'document', octets: Buffer.concat(pieces), charset, mark };
};

/** The reason for a failed fetch: the error itself says only that it failed, and its cause says why. */
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
};
