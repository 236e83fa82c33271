import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { type Msisdn, NO_NUMBER } from '../../../src/domain/messages/msisdn.ts';
import type { HttpServices } from '../../../src/http/server/services.ts';
import { senderNumber } from '../../../src/inbound/sender-number.ts';
import { check } from '../../../src/intake/check.ts';
import { normaliseNumber } from '../../../src/intake/normalise-number.ts';
import { readRow } from '../../../src/people/import/read-row.ts';
import { HttpRig } from '../../support/http/http-rig.ts';

const NATIONAL = '06 39 98 00 01';
const E164 = '+33639980001';

/** A part that resolves every call with itself, and remembers what it was asked. */
const recording = (asked: string[]): object => {
  const anything: object = new Proxy(() => {}, {
    get: (_target, key) => (key === 'then' || typeof key === 'symbol' ? undefined : anything),
    apply: (_target, _self, args: unknown[]) => {
      asked.push(...args.map((one) => JSON.stringify(one) ?? ''));
      return Promise.resolve(anything);
    },
  });
  return anything;
};

const rigFor = (country: string | undefined) => {
  const asked: string[] = [];
  const part = recording(asked);
  const parts = ['reader', 'alerts', 'scenarios', 'drills', 'triggers', 'audit', 'launcher', 'schedules'];
  const people = new Proxy(part, {
    get: (_target, key) =>
      key === 'normalise' ? (text: string) => normaliseNumber(text, country) : Reflect.get(part, key),
  });
  const routes = { get: () => part, sim: () => part };
  const given = { ...Object.fromEntries(parts.map((name) => [name, part])), people, routes };
  return { asked, rig: new HttpRig(undefined, given as unknown as Partial<HttpServices>) };
};

const plan = {
  content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Test' }] },
  kind: 'live',
};
const drill = { name: 'x', cron: '0 8 * * *', timeZone: 'Europe/Paris', text: 'Test' };
const audience = (number: string) => ({ include: [{ numbers: [number] }] });
const rule = (value: string) => ({ field: 'number', op: 'eq', value });
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
interface Place {
  readonly method: Method;
  readonly url: (number: string) => string;
  readonly body?: (number: string) => object;
}
const place = (method: Method, url: Place['url'], body?: Place['body']): Place =>
  body === undefined ? { method, url } : { method, url, body };
const places: readonly Place[] = [
  place(
    'POST',
    () => '/v1/contacts',
    (number) => ({ number }),
  ),
  place(
    'PUT',
    () => '/v1/contacts/1',
    (number) => ({ number }),
  ),
  place('GET', (number) => `/v1/contacts?number=${number}`),
  place('GET', (number) => `/v1/messages?to=${number}`),
  place(
    'POST',
    () => '/v1/audiences/count',
    (number) => ({ audience: audience(number) }),
  ),
  place(
    'POST',
    () => '/v1/segments',
    (number) => ({ name: 'x', rule: rule(number) }),
  ),
  place(
    'POST',
    () => '/v1/segments',
    (number) => ({ name: 'x', rule: { not: { ...rule(number), op: 'in', value: [number] } } }),
  ),
  place(
    'POST',
    () => '/v1/alerts',
    (number) => ({ title: 'x', ...plan, audience: audience(number) }),
  ),
  place(
    'POST',
    () => '/v1/scenarios',
    (number) => ({ name: 'x', ...plan, audience: audience(number) }),
  ),
  place(
    'PUT',
    (number) => `/v1/lists/1/members/${number}`,
    () => ({ consent: 'given', consentSource: 'x' }),
  ),
  place('DELETE', (number) => `/v1/lists/1/members/${number}`),
  place(
    'POST',
    () => '/v1/opt-outs',
    (number) => ({ number, evidence: 'x' }),
  ),
  place('GET', (number) => `/v1/opt-outs?number=${number}`),
  place('DELETE', (number) => `/v1/opt-outs/${number}?evidence=x`),
  place('GET', (number) => `/v1/people/${number}/export`),
  place('POST', (number) => `/v1/people/${number}/erase`),
  place(
    'POST',
    () => '/v1/launch-codes',
    (phone) => ({ phone, count: 1 }),
  ),
  place(
    'POST',
    () => '/v1/drills',
    (number) => ({ ...drill, numbers: [number] }),
  ),
  place(
    'POST',
    () => '/v1/routes/modem-1/check',
    (to) => ({ to }),
  ),
];

describe.each(places.map((one) => ({ ...one, path: one.url('…') })))(
  'a number in $method $path',
  ({ method, url, body }) => {
    const ask = async (country: string | undefined, number: string) => {
      const { asked, rig } = rigFor(country);
      const response = await rig.ask('admin', method, url(encodeURIComponent(number)), body?.(number));
      return { asked: asked.join(' '), response };
    };

    test('is taken in national form when the country is configured, and goes on in E.164', async () => {
      const { asked, response } = await ask('FR', NATIONAL);
      expect(response.statusCode, response.body).not.toBe(422);
      expect(asked).toContain(E164);
      expect(asked).not.toContain(NATIONAL);
    });

    test('is refused in national form without a country, and when it is no number, with one message', async () => {
      for (const [country, number] of [
        [undefined, NATIONAL],
        ['FR', '12'],
      ] as const) {
        const { asked, response } = await ask(country, number);
        expect(response.statusCode, response.body).toBe(422);
        expect(response.json().errors.map(({ message }: { message: string }) => message)).toEqual([
          expect.stringContaining(NO_NUMBER),
        ]);
        expect(asked).not.toContain(E164);
      }
    });
  },
);

test.each<[Method, string, object?]>([
  ['POST', '/v1/alerts', { title: 'x', ...plan, audience: audience(E164), from: NATIONAL }],
  ['GET', `/v1/audit?subject=number:${encodeURIComponent(NATIONAL)}`],
])('a sender or a subject that is a national number goes on in E.164: %s %s', async (method, url, body) => {
  const { asked, rig } = rigFor('FR');
  const response = await rig.ask('admin', method, url, body);
  expect(response.statusCode, response.body).not.toBe(422);
  expect(asked.join(' ')).toMatch(/"from":"\+33639980001"|number:\+33639980001/);
});

describe('a number in the configuration', () => {
  const yaml = (number: string, country: string) => `
${country}
inbound: { duty: ["${number}"] }
triggers: { sms: { phones: ["${number}"] } }
routes:
  - { id: a, type: modem, device: /d, heartbeat: { to: "${number}" } }
  - { id: b, type: modem, device: /e, ear: { number: "${number}" } }
`;
  const paths = [
    'inbound.duty[0]',
    'triggers.sms.phones[0]',
    'routes[0].heartbeat.to',
    'routes[1].ear.number',
  ];
  const read = (text: string) => parseConfig(text, {}, normaliseNumber);

  test('is taken in national form when the country is set, also as sender', () => {
    const senders = `sender: "${NATIONAL}"\nsenders: [{ prefix: ["+33"], sender: "${NATIONAL}" }]`;
    expect(read(`${senders}\n${yaml(NATIONAL, 'country: FR')}`)).toMatchObject({
      ok: {
        sender: E164,
        senders: [{ sender: E164 }],
        inbound: { duty: [E164] },
        triggers: { sms: { phones: [E164] } },
        routes: [{ heartbeat: { to: E164 } }, { ear: { number: E164 } }],
      },
    });
  });

  test('is a short code where it is a sender of three to eight digits', () => {
    expect(read('country: DK\nsender: "36123456"')).toMatchObject({ ok: { sender: '36123456' } });
  });

  test.each([
    ['without a country', NATIONAL, ''],
    ['when it is no number', '12', 'country: FR'],
  ])('is refused %s, each with its path and one message', (_what, number, country) => {
    const errors = paths.map((path) => ({ path, message: expect.stringContaining(NO_NUMBER) }));
    expect(read(yaml(number, country))).toEqual({ errors: expect.arrayContaining(errors) });
  });
});

describe('a number in a message, a file or an SMS', () => {
  const defaults = (country: string | undefined) => ({
    country,
    senderFor: () => undefined,
    hasRoute: () => true,
  });
  const checked = (country: string | undefined, fields: { to: string; from?: string }) =>
    check(
      { text: 'x', ...fields } as Parameters<typeof check>[0],
      defaults(country) as Parameters<typeof check>[1],
      0,
    );
  const cell = (country: string | undefined, number: string) =>
    readRow([number], 2, {
      columns: [{ kind: 'field', field: 'number', header: 'number' }],
      options: { list: undefined } as Parameters<typeof readRow>[2]['options'],
      normalise: (text) => normaliseNumber(text, country),
      checks: { whyNoSms: () => undefined, isSwapped: () => false },
      encoding: 'utf-8',
      nowMs: 0,
    });

  test('is taken in national form when the country is configured', () => {
    expect(checked('FR', { to: NATIONAL, from: NATIONAL })).toMatchObject({ ok: { to: E164, from: E164 } });
    expect(checked('FR', { to: NATIONAL, from: '36123' })).toMatchObject({ ok: { from: '36123' } });
    expect(cell('FR', NATIONAL)).toMatchObject({ kind: 'row', row: { number: E164 } });
    const national = (text: string): Msisdn | undefined => normaliseNumber(text, 'FR');
    expect(senderNumber('0639980001', national)).toBe(E164);
  });

  test('is refused without one', () => {
    expect(checked(undefined, { to: NATIONAL })).toEqual({ errors: [{ path: 'to', message: NO_NUMBER }] });
    expect(cell(undefined, NATIONAL)).toMatchObject({
      errors: [{ row: 2, column: 'number', message: NO_NUMBER }],
    });
  });
});
