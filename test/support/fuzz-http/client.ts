import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer | undefined;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly tookMs: number;
}

/** The most that an answer may take before the client gives up, ms. */
const PATIENCE_MS = 20_000;

/** Sends requests over connections that are used again, and never follows a stream of events to its end. */
export class Client {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws Error if the connection ends without an answer */
  async ask(asked: Asked): Promise<Answered> {
    try {
      return await this.#once(asked);
    } catch (error) {
      // The gateway may close a connection at rest in the moment in which a request is written to it (RFC 9112 9.3.1).
      if ((error as { mayRepeat?: boolean }).mayRepeat !== true) throw error;
      return this.#once(asked);
    }
  }

  #once({ method, path, headers, body }: Asked): Promise<Answered> {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const sent = request(this.#url, {
        method,
        path,
        headers: body === undefined ? headers : { 'content-length': String(body.length), ...headers },
        agent: this.#agent,
        timeout: PATIENCE_MS,
      });
      sent.once('response', (answer) => {
        const done = (text: string): void =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: text,
            tookMs: performance.now() - began,
          });
        if (answer.headers['content-type']?.startsWith('text/event-stream')) {
          done('');
          sent.destroy();
          return;
        }
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('end', () => done(Buffer.concat(chunks).toString('utf8')));
        answer.once('error', reject);
      });
      sent.once('timeout', () => sent.destroy(new Error(`no answer in ${PATIENCE_MS / 1000} s`)));
      sent.once('error', (error) => reject(Object.assign(error, { mayRepeat: sent.reusedSocket })));
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
