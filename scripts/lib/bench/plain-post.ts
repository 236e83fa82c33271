import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { BenchGateway } from './bench-gateway.ts';
import { lengthOfAnswer } from './http-answer.ts';

/**
 * Posts messages one by one on a plain socket that stays open. `fetch` takes nearly 1 ms of CPU for each request, which
 * would count as the gateway's.
 */
export class PlainPost implements Disposable {
  readonly #socket: Socket;
  readonly #head: string;

  private constructor(socket: Socket, { url, token }: BenchGateway) {
    this.#socket = socket;
    this.#head =
      `POST /v1/messages HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer ${token}\r\n` +
      'Content-Type: application/json\r\n';
  }

  static async open(gateway: BenchGateway): Promise<PlainPost> {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    await once(socket, 'connect');
    return new PlainPost(socket, gateway);
  }

  /**
   * @param writing called right before the request is written
   * @throws Error if the answer is not 202
   */
  async post(message: object, writing: () => void): Promise<void> {
    const body = JSON.stringify(message);
    const request = `${this.#head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    writing();
    this.#socket.write(request);
    const answer = await this.#answer();
    if (!answer.startsWith('HTTP/1.1 202')) throw new Error(answer);
  }

  async #answer(): Promise<string> {
    let text = '';
    for (;;) {
      const [chunk] = (await once(this.#socket, 'data')) as [string];
      text += chunk;
      const length = lengthOfAnswer(text);
      if (length !== undefined && text.length >= length) return text;
    }
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}
