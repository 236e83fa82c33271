import { gzipSync } from 'node:zlib';
import type { Asked } from './client.ts';
import type { Description, Operation, Parameter } from './description.ts';
import { operationsIn } from './description.ts';
import { bend, bendText, hostileText } from './hostile.ts';
import type { Seen } from './seen.ts';
import { ValuesOf } from './values.ts';

type Random = () => number;

export interface Plan extends Asked {
  /** The operation that must answer; undefined: whatever is at that path, perhaps nothing. */
  readonly operation: Operation | undefined;
  readonly role: string;
}

/** How likely each kind of request is: as described, one thing wrong, several things wrong. */
const AS_DESCRIBED = 0.4;
const NEARLY = 0.75;

const TYPES = [
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'application/json;;',
  'multipart/form-data; boundary=x',
  'application/x-ndjson',
  'text/csv',
  'APPLICATION/JSON',
  'application/merge-patch+json',
  'x',
  '/',
];
const IF_MATCH = ['"1"', '"2"', '*', 'W/"1"', '"1", "2"', '"0"', '"99999999999999999999"', '1', '""', '"\'"'];
const DOCUMENTS: Readonly<Record<string, string>> = {
  'text/csv': 'number;name;language;postalCode\n+33639980001;Anna;fr;35400\n06 39 98 00 02;"Bo ""x""";en;\n',
  'text/calendar':
    'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270101T080000Z\r\nDTEND:20270101T180000Z\r\nRRULE:FREQ=DAILY\r\nSUMMARY:+33639980001\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
  'application/cap+xml':
    '<?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>ID</identifier><sender>a@example.org</sender><sent>2026-11-26T08:00:00+00:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><language>fr</language><category>Met</category><event>Crue</event><urgency>Immediate</urgency><severity>Extreme</severity><certainty>Observed</certainty><headline>Montez</headline><area><areaDesc>Port</areaDesc><geocode><valueName>postalCode</valueName><value>35400</value></geocode></area></info></alert>',
};

const pick = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)] as T;

/** Makes requests of the description of the API, from as described to hostile. */
export class Requests {
  readonly operations: readonly Operation[];
  readonly #values: ValuesOf;
  readonly #seen: Seen;
  readonly #tokens: ReadonlyMap<string, string>;
  readonly #random: Random;

  /** @param tokens by role */
  constructor(description: Description, seen: Seen, tokens: ReadonlyMap<string, string>, random: Random) {
    this.operations = operationsIn(description);
    this.#values = new ValuesOf(description.components.schemas);
    this.#seen = seen;
    this.#tokens = tokens;
    this.#random = random;
  }

  next(): Plan {
    const operation = pick(this.operations, this.#random);
    const dice = this.#random();
    const wrong = dice < AS_DESCRIBED ? 0 : dice < NEARLY ? 1 : 1 + Math.floor(this.#random() * 4);
    // Which of the parts of the request are bent.
    const bent = new Set(
      Array.from({ length: wrong }, () =>
        pick(['body', 'body', 'body', 'query', 'path', 'headers', 'token', 'method'], this.#random),
      ),
    );
    const headers: Record<string, string | string[]> = {};
    const role = this.#authorise(headers, bent.has('token'));
    const [body, type] = this.#body(operation, bent.has('body'));
    if (type !== undefined) headers['content-type'] = type;
    this.#conditions(operation, headers, bent.has('headers'));
    const path = this.#path(operation, bent.has('path'));
    const query = this.#query(operation, bent.has('query'));
    const method = bent.has('method')
      ? pick(['PATCH', 'PUT', 'DELETE', 'POST', 'OPTIONS', 'TRACE', 'PROPFIND', 'HEAD'], this.#random)
      : operation.method;
    const encoded = bent.has('headers') && body !== undefined && this.#random() < 0.2;
    if (encoded) headers['content-encoding'] = pick(['gzip', 'deflate', 'br', 'identity', 'x'], this.#random);
    return {
      method,
      path: `${path.text}${query}`,
      headers,
      body: encoded ? gzipSync(this.#random() < 0.5 ? Buffer.alloc(5_000_000) : (body ?? '')) : body,
      operation: method === operation.method && path.isWhole ? operation : undefined,
      role,
    };
  }

  #authorise(headers: Record<string, string | string[]>, isBent: boolean): string {
    const role = this.#random() < 0.5 ? 'anna' : pick([...this.#tokens.keys()], this.#random);
    const token = this.#tokens.get(role) ?? '';
    if (!isBent) headers['authorization'] = `Bearer ${token}`;
    else {
      const other = pick(
        [
          undefined,
          'Bearer',
          `Basic ${token}`,
          `bearer   ${token} `,
          `Bearer ${token.slice(0, -1)}`,
          `Bearer ${token}x`,
          `Bearer ${'x'.repeat(3000)}`,
        ],
        this.#random,
      );
      if (other !== undefined) headers['authorization'] = other;
    }
    return role;
  }

  #body({ bodies, method }: Operation, isBent: boolean): readonly [Buffer | undefined, string | undefined] {
    const random = this.#random;
    if (bodies.length === 0) {
      if (!isBent || method === 'GET') return [undefined, undefined];
      return [bendText('{"a":1}', random), random() < 0.7 ? 'application/json' : pick(TYPES, random)];
    }
    const [type, schema] = pick(bodies, random);
    const document = DOCUMENTS[type];
    if (document !== undefined || schema === undefined) {
      const text = (document ?? '{"to":"+33639980001","text":"Montez"}\n{"to":1}\n').replace(
        'ID',
        String(random()),
      );
      return [
        isBent ? bendText(text, random) : Buffer.from(text),
        isBent && random() < 0.2 ? pick(TYPES, random) : type,
      ];
    }
    const value = this.#known(this.#values.sample(schema, 'body', Math.floor(random() * 2 ** 31)));
    const text = JSON.stringify(isBent ? bend(value, random) : value) ?? '';
    const body = isBent && random() < 0.25 ? bendText(text, random) : Buffer.from(text);
    return [body, isBent && random() < 0.1 ? pick(TYPES, random) : type];
  }

  /** Puts hashes that earlier answers named into a body: no schema can guess those. */
  #known(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || !('hash' in value)) return value;
    return { ...value, hash: this.#seen.pick('hash', this.#random) ?? value.hash };
  }

  #conditions({ parameters }: Operation, headers: Record<string, string | string[]>, isBent: boolean): void {
    const random = this.#random;
    const takes = (name: string): boolean =>
      parameters.some((one) => one.in === 'header' && one.name === name);
    if (takes('if-match') && random() < 0.3)
      headers['if-match'] = isBent ? pick(IF_MATCH, random) : `"${1 + Math.floor(random() * 4)}"`;
    if (takes('idempotency-key') && random() < 0.3)
      headers['idempotency-key'] = isBent
        ? pick(['x'.repeat(256), 'é', '', 'a b', '\t'], random)
        : `k${Math.floor(random() * 50)}`;
    if (takes('last-event-id') && random() < 0.5)
      headers['last-event-id'] = isBent ? hostileText(random).replace(/[^\x20-\x7e]/g, '') : '1';
    if (!isBent) return;
    const more: readonly (readonly [string, string | string[]])[] = [
      ['accept', 'text/html;q=0.1, */*;q=x'],
      ['x-request-id', 'a'.repeat(500)],
      ['x-request-id', 'a b"<>'],
      ['if-none-match', '"1"'],
      ['range', 'bytes=0-1,2-3'],
      ['x-http-method-override', 'DELETE'],
      ['x-forwarded-for', '1.2.3.4'],
      ['host', 'evil.invalid'],
      ['if-match', ['"1"', '"2"']],
      ['idempotency-key', ['a', 'b']],
      ['content-type', pick(TYPES, random)],
      ['x-long', 'x'.repeat(20_000)],
      ['expect', '100-continue'],
      ['expect', 'x'],
      ['connection', 'close'],
      ['origin', 'http://evil.invalid'],
    ];
    const [name, value] = pick(more, random);
    headers[name] = value;
  }

  #path(
    { path, parameters }: Operation,
    isBent: boolean,
  ): { readonly text: string; readonly isWhole: boolean } {
    const random = this.#random;
    let isWhole = true;
    const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const parameter = parameters.find((one) => one.in === 'path' && one.name === name);
      if (isBent && random() < 0.7) {
        const text =
          random() < 0.5
            ? pick(
                [
                  '0',
                  '-1',
                  '1.0',
                  '01',
                  '1e1',
                  '9007199254740993',
                  ' 1',
                  'null',
                  '%00',
                  'é',
                  '1/',
                  '..',
                  '٣',
                ],
                random,
              )
            : hostileText(random);
        // An empty part, and dots, make it another path.
        if (text === '' || text === '..' || text === '.') isWhole = false;
        return encodeURIComponent(text);
      }
      return encodeURIComponent(this.#parameter(parameter, path, name));
    });
    if (!isBent || random() < 0.6) return { text: filled, isWhole };
    const tricks = [
      `/${filled}`,
      `${filled}/`,
      filled.toUpperCase(),
      `${filled}%`,
      `${filled}%zz`,
      filled.replace('/v1/', '/v1/x/../'),
      filled.replace('v1', '%761'),
      `${filled};a=b`,
      `${filled}%2f..`,
      `http://127.0.0.1:1${filled}`,
      `${filled}#x`,
      `/${encodeURIComponent(filled)}`,
      `${filled}\\..`,
      `${filled}%00`,
      `/docs/static/..%2f..%2fpackage.json`,
      `/docs/..%5c`,
    ];
    return { text: pick(tricks, random), isWhole: false };
  }

  #parameter(parameter: Parameter | undefined, path: string, name: string): string {
    const random = this.#random;
    if (path.startsWith('/v1/routes')) return 'carrier-a';
    if (path.startsWith('/v1/triggers')) return 'pumping-station';
    if (path.startsWith('/v1/tokens')) return 'spare-token1';
    if (path.startsWith('/v1/users'))
      return String(this.#seen.pick('name', random) ?? 'nobody').slice(0, 60) || 'x';
    const isText = parameter?.schema.type === 'string';
    const seen = isText ? this.#seen.pick(name, random) : undefined;
    if (typeof seen === 'string' && seen !== '') return seen;
    return (
      String(
        parameter === undefined
          ? 1
          : this.#values.sample(parameter.schema, name, Math.floor(random() * 2 ** 31)),
      ) || '1'
    );
  }

  #query({ parameters }: Operation, isBent: boolean): string {
    const random = this.#random;
    const pairs: [string, string][] = [];
    for (const { name, schema, required, in: place } of parameters) {
      if (place !== 'query' || (required !== true && random() < 0.7)) continue;
      const value =
        name === 'cursor'
          ? this.#seen.pick('next', random)
          : this.#values.sample(schema, name, Math.floor(random() * 2 ** 31));
      if (value !== undefined && value !== null) pairs.push([name, String(value)]);
    }
    if (isBent) {
      const names = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
      const name = pick([...names, ...names, 'unknown', '__proto__', 'limit[]', 'a.b', ''], random);
      pairs.push([name, hostileText(random)]);
      if (random() < 0.3) pairs.push(...pairs, [name, '1']);
      if (random() < 0.1) for (let n = 0; n < 500; n++) pairs.push([`q${n}`, '']);
    }
    if (pairs.length === 0)
      return isBent ? pick(['?', '?%', '?%ff=%zz', '?&&&==', '?limit=%00'], random) : '';
    return `?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`).join('&')}`.slice(
      0,
      12_000,
    );
  }
}
