import { Transform } from 'node:stream';

const END_OF_HEADERS = '\r\n\r\n';
const TEXT = 0x81;

/** The head of a frame from a server: where its payload begins and ends. */
const spanOf = (octets: Buffer): { readonly from: number; readonly to: number } | undefined => {
  const short = (octets[1] ?? 0) & 0x7f;
  const from = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (octets.length < from) return undefined;
  const length =
    short === 127 ? Number(octets.readBigUInt64BE(2)) : short === 126 ? octets.readUInt16BE(2) : short;
  return octets.length < from + length ? undefined : { from, to: from + length };
};

const frameOf = (text: string): Buffer => {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new Error('the answer is too long');
  return Buffer.concat([Buffer.from([TEXT, payload.length]), payload]);
};

/** An error about a command that the browser doesn't know becomes a success with nothing in it. */
const forgive = (frame: Buffer, payload: Buffer): Buffer => {
  if (frame[0] !== TEXT || !payload.includes('"unknown command"')) return frame;
  const { type, error, id } = JSON.parse(payload.toString()) as Record<string, unknown>;
  return type === 'error' && error === 'unknown command'
    ? frameOf(JSON.stringify({ type: 'success', id, result: {} }))
    : frame;
};

/** Passes on what a WebSocket server of WebDriver BiDi says, from its answer to the upgrade on, and forgives. */
export const lenient = (): Transform => {
  let kept = Buffer.alloc(0);
  let isUpgraded = false;
  return new Transform({
    transform(octets: Buffer, _encoding, done) {
      kept = Buffer.concat([kept, octets]);
      if (!isUpgraded) {
        const end = kept.indexOf(END_OF_HEADERS);
        if (end === -1) return done();
        isUpgraded = true;
        this.push(kept.subarray(0, end + END_OF_HEADERS.length));
        kept = kept.subarray(end + END_OF_HEADERS.length);
      }
      for (let span = spanOf(kept); kept.length > 1 && span !== undefined; span = spanOf(kept)) {
        this.push(forgive(kept.subarray(0, span.to), kept.subarray(span.from, span.to)));
        kept = kept.subarray(span.to);
      }
      return done();
    },
  });
};
