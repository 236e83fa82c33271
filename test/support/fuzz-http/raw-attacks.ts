import { RawHttp } from '../http/raw-http.ts';

type Random = () => number;

/** How long a connection may stay silent before the attack gives it up, ms. */
const SILENCE_MS = 300;

const attacks = (token: string): readonly (readonly (string | Buffer)[])[] => {
  const head = (line: string, more = ''): string =>
    `${line} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n${more}`;
  const message = '{"to":"+33639980001","text":"Montez"}';
  const json = 'Content-Type: application/json\r\n';
  const post = (more: string, body: string): string => `${head('POST /v1/messages', json + more)}\r\n${body}`;
  const whole = post(`Content-Length: ${message.length}\r\n`, message);
  const get = `${head('GET /v1/messages?limit=1')}\r\n`;
  return [
    [get.repeat(30)],
    [whole.repeat(20)],
    [whole + get + whole],
    [`${get}GARBAGE\r\n\r\n`],
    [post('Content-Length: 500\r\n', message)],
    [post('Content-Length: 5\r\nContent-Length: 6\r\n', message)],
    [post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')],
    [post('Transfer-Encoding: chunked\r\n', `25\r\n${message}\r\n0\r\n\r\n`)],
    [post('Transfer-Encoding: chunked\r\n', 'ffffffffffffffff\r\n')],
    [post('Transfer-Encoding: chunked\r\n', '5;x=y\r\n{"to"\r\nzz\r\n')],
    [post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n')],
    [post('Content-Length: -1\r\n', message)],
    [post('Content-Length: 99999999999999999999\r\n', message)],
    [post('Content-Length: 2000000\r\n', message)],
    [post('Expect: 100-continue\r\nContent-Length: 37\r\n', message)],
    [post('Upgrade: websocket\r\nConnection: upgrade\r\nContent-Length: 0\r\n', '')],
    [`${head('GET /v1/messages', 'Bad Header: x\r\n')}\r\n`],
    [`${head('GET /v1/messages', 'X: a\r\n b\r\n')}\r\n`],
    [`${head('GET /v1/messages', 'X: a\0b\r\n')}\r\n`],
    [`${head('GET /v1/messages', 'X: y\r\n'.repeat(3000))}\r\n`],
    [`${head('GET /v1/messages', `X: ${'y'.repeat(50_000)}\r\n`)}\r\n`],
    [`${head(`GET /v1/messages?to=${'9'.repeat(20_000)}`)}\r\n`],
    [`${head('GET /v1/\xe9\xff')}\r\n`],
    [`${head('GET v1/messages')}\r\n`],
    [`${head('GET *')}\r\n`],
    [`${head('OPTIONS *')}\r\n`],
    [`${head('CONNECT 127.0.0.1:1')}\r\n`],
    [`${head('GET //evil.invalid/v1/messages')}\r\n`],
    [`${head('GET /v1/messages\t?x')}\r\n`],
    ['GET /v1/messages HTTP/0.9\r\n\r\n'],
    ['GET /v1/messages HTTP/1.0\r\n\r\n'],
    ['GET /v1/messages HTTP/2.0\r\n\r\n'],
    ['GET /v1/messages HTTP/1.1\r\n\r\n'],
    ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    [Buffer.from('160301020001000001fc0303', 'hex')],
    [Buffer.alloc(100_000, 0)],
    [Buffer.alloc(100_000, 0xff)],
    ['\r\n\r\n\r\n', get],
    [get.slice(0, 40), get.slice(40)],
    [get.replaceAll('\r\n', '\n')],
  ];
};

/** Does to a connection what no HTTP client does. @returns what is wrong with the answers */
export const attackRaw = async (port: number, token: string, random: Random): Promise<readonly string[]> => {
  const all = attacks(token);
  const index = Math.floor(random() * all.length);
  const connection = await RawHttp.connect(port);
  const faults: string[] = [];
  try {
    for (const octets of all[index] ?? []) await connection.write(octets);
    if (random() < 0.3) return faults;
    if (random() < 0.3) connection.socket.end();
    for (;;) {
      const silence = new Promise<undefined>(
        (resolve) => void setTimeout(() => resolve(undefined), SILENCE_MS),
      );
      const answer = await Promise.race([connection.answer(), silence]);
      if (answer === undefined) return faults;
      if (!(answer.status < 500))
        faults.push(`raw ${String(all[index]?.[0]).slice(0, 40)}: ${answer.status}`);
      const isProblem = answer.headers.get('content-type') === 'application/problem+json';
      if (answer.status >= 400 && !isProblem)
        faults.push(`raw ${String(all[index]?.[0]).slice(0, 40)}: ${answer.status} is no problem`);
    }
  } finally {
    connection.socket.destroy();
  }
};
