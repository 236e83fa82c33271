import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Respond = (request: Received, response: ServerResponse) => void;

/** A server that webhooks are sent to, on a real port. It keeps the requests, and answers as the test says. */
export class HookServer {
  readonly received: Received[] = [];
  respond: Respond = (_request, response) => {
    response.writeHead(204).end();
  };
  readonly #server: Server;
  #waiting: (() => void)[] = [];

  private constructor(tls?: { readonly cert: string; readonly key: string }) {
    const take = (request: IncomingMessage, response: ServerResponse) => this.#take(request, response);
    this.#server = tls === undefined ? createServer(take) : createTlsServer(tls, take);
  }

  static async start(tls?: { readonly cert: string; readonly key: string }): Promise<HookServer> {
    const server = new HookServer(tls);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** Waits until this holds for the received requests. */
  async until(holds: (all: readonly Received[]) => boolean): Promise<readonly Received[]> {
    while (!holds(this.received)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.received;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { url: path = '', headers } = request;
    const received = { path, headers, body: Buffer.concat(chunks).toString('utf8') };
    this.received.push(received);
    this.respond(received, response);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** Whether a signature is valid, checked as the Standard Webhooks specification asks of receivers. */
export const isSignedBy = (secret: string, { headers, body }: Received): boolean => {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
};
