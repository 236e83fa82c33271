import { once } from 'node:events';
import { request as askPlain, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as askTls } from 'node:https';
import { text } from 'node:stream/consumers';

interface Asked {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Sends a request, by TLS to a server that may have any certificate. @returns the whole answer */
export const requestTrusting = async (
  url: string,
  { method, headers, body }: Asked,
): Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }> => {
  const sent = url.startsWith('https:')
    ? askTls(url, { method, headers, rejectUnauthorized: false })
    : askPlain(url, { method, headers });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
};
