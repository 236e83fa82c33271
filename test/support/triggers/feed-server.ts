import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Page {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** An HTTP server whose pages a test can change; it records the requests. */
export class FeedServer {
  readonly pages = new Map<string, Page>();
  readonly asked: { readonly path: string; readonly headers: IncomingMessage['headers'] }[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<FeedServer> {
    const server = createServer((request, response) => {
      const path = request.url ?? '/';
      opened.asked.push({ path, headers: request.headers });
      const page = opened.pages.get(path) ?? { status: 404 };
      const etag = page.headers?.['etag'];
      const same = etag !== undefined && request.headers['if-none-match'] === etag;
      response.writeHead(same ? 304 : (page.status ?? 200), { ...page.headers });
      response.end(same ? undefined : page.body);
    });
    const opened = new FeedServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return opened;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  paths(): readonly string[] {
    return this.asked.map(({ path }) => path);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Writes an Atom feed; put the newest entry first, as real feeds do. */
export const atomXml = (
  entries: readonly { readonly id: string; readonly updated: string; readonly href: string }[],
): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">',
    '<id>urn:feed</id><title>Alertes</title><updated>2026-01-01T00:00:00Z</updated>',
    ...entries.map(
      ({ id, updated, href }) =>
        `<entry><id>${id}</id><title>x</title><updated>${updated}</updated>` +
        `<link rel="self" href="/self"/><link type="application/cap+xml" href="${href}"/></entry>`,
    ),
    '</feed>',
  ].join('');
