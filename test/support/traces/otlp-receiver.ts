import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentSpanId: string;
  readonly kind: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** The ids of traces. */
  readonly links: readonly string[];
  readonly failed: boolean;
}

type Field = number | bigint | Buffer;

/** The fields of a protobuf message by their number (protobuf.dev/programming-guides/encoding). */
const fieldsOf = (octets: Buffer): Map<number, Field[]> => {
  const fields = new Map<number, Field[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const octet = octets.readUInt8(at++);
      value += (octet & 0x7f) * factor;
      if (octet < 0x80) return value;
    }
  };
  const read = (wire: number): Field => {
    if (wire === 0) return varint();
    if (wire === 1) {
      at += 8;
      return octets.readBigUInt64LE(at - 8);
    }
    const length = wire === 5 ? 4 : varint();
    at += length;
    return octets.subarray(at - length, at);
  };
  while (at < octets.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    fields.set(number, [...(fields.get(number) ?? []), read(key % 8)]);
  }
  return fields;
};

const messagesIn = (octets: Buffer, number: number): Buffer[] =>
  (fieldsOf(octets).get(number) ?? []).filter((one): one is Buffer => one instanceof Buffer);

const text = (field: Field | undefined, encoding: 'utf8' | 'hex' = 'utf8'): string =>
  field instanceof Buffer ? field.toString(encoding) : '';
const ms = (field: Field | undefined): number => Number(BigInt(Number(field ?? 0n)) / 1_000_000n);

const valueIn = (octets: Buffer): string | number | boolean => {
  const fields = fieldsOf(octets);
  const [said] = fields.get(1) ?? [];
  if (said !== undefined) return text(said);
  // Whole numbers; the gateway writes no others.
  return Number(fields.get(3)?.[0] ?? 0);
};

const attributesIn = (octets: Buffer, number: number): Record<string, string | number | boolean> =>
  Object.fromEntries(
    messagesIn(octets, number).map((pair) => {
      const [key] = fieldsOf(pair).get(1) ?? [];
      const [value] = messagesIn(pair, 2);
      return [text(key), value === undefined ? '' : valueIn(value)];
    }),
  );

/** As in opentelemetry-proto, trace/v1/trace.proto. */
const spanOf = (octets: Buffer): ReceivedSpan => {
  const fields = fieldsOf(octets);
  const first = (number: number): Field | undefined => fields.get(number)?.[0];
  const [status] = messagesIn(octets, 15);
  return {
    name: text(first(5)),
    traceId: text(first(1), 'hex'),
    spanId: text(first(2), 'hex'),
    parentSpanId: text(first(4), 'hex'),
    kind: Number(first(6) ?? 0),
    startMs: ms(first(7)),
    endMs: ms(first(8)),
    attributes: attributesIn(octets, 9),
    links: messagesIn(octets, 13).map((link) => text(fieldsOf(link).get(1)?.[0], 'hex')),
    failed: status !== undefined && fieldsOf(status).get(3)?.[0] === 2,
  };
};

/** A collector of OpenTelemetry on loopback. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly resources: Record<string, string | number | boolean>[] = [];
  readonly headers: Record<string, unknown>[] = [];
  /** All that came, to look for what must not be in it. */
  raw = '';
  /** Answers nothing while true. */
  hangs = false;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<OtlpReceiver> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        receiver.#take(Buffer.concat(chunks), { ...request.headers, url: request.url });
        if (!receiver.hangs) response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
    const receiver = new OtlpReceiver(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  named(name: string): readonly ReceivedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #take(octets: Buffer, headers: Record<string, unknown>): void {
    this.headers.push(headers);
    this.raw += octets.toString('latin1');
    for (const ofResource of messagesIn(octets, 1)) {
      for (const resource of messagesIn(ofResource, 1)) this.resources.push(attributesIn(resource, 1));
      for (const ofScope of messagesIn(ofResource, 2)) this.spans.push(...messagesIn(ofScope, 2).map(spanOf));
    }
  }
}
