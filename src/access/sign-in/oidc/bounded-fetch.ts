import type { CustomFetch } from 'openid-client';

const MOST_OCTETS = 256 * 1024;

/**
 * Asks a provider, and reads a bounded answer. The caller's signal bounds the time of the whole.
 * @param failed called if there is no answer, or one that says that the provider can't answer now
 */
export const boundedFetch =
  (failed: () => void): CustomFetch =>
  async (url, { method, headers, body, signal }) => {
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: 'manual',
        // The form of a request for a token.
        ...(body instanceof URLSearchParams && { body }),
        ...(signal !== undefined && { signal }),
      });
      if (response.status >= 500 || response.status === 429) failed();
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      let length = 0;
      for await (const piece of response.body ?? []) {
        length += piece.length;
        if (length > MOST_OCTETS) throw new Error(`the answer has more than ${MOST_OCTETS} octets`);
        pieces.push(piece);
      }
      const hasBody = response.status !== 204 && response.status !== 304;
      const { status } = response;
      return new Response(hasBody ? new Blob(pieces) : null, { status, headers: response.headers });
    } catch (error) {
      failed();
      throw error;
    }
  };
