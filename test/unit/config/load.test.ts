import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const errorsOf = (text: string, env: Record<string, string> = {}) => {
  const loaded = parseConfig(text, env);
  return 'errors' in loaded ? loaded.errors : [];
};
const pathsOf = (text: string) => errorsOf(text).map(({ path }) => path);

const ROUTES = `routes:
  - { id: a, type: smpp, host: 127.0.0.1, systemId: t }
  - { id: m, type: modem, device: /dev/ttyUSB0 }
`;

test('a price of an unknown route, prices in two currencies and an unknown time zone are mistakes that name the field', () => {
  const eur = '{ perPart: 0.05, currency: EUR }';
  expect(pathsOf(`${ROUTES}prices: { a: ${eur}, b: ${eur} }`)).toEqual(['prices.b']);
  expect(pathsOf(`${ROUTES}prices: { a: ${eur}, m: { perPart: 0, currency: CHF } }`)).toEqual([
    'prices.m.currency',
  ]);
  expect(pathsOf(`${ROUTES}prices: { a: ${eur} }\nalerts: { price: { perPart: 1, currency: USD } }`)).toEqual(
    ['prices.a.currency'],
  );
  expect(pathsOf('timeZone: Europe/Nowhere')).toEqual(['timeZone']);
  expect(pathsOf('alerts: { receiptsQuiet: 2h }')).toEqual(['alerts.receiptsQuiet']);
});

describe('a configuration', () => {
  test('that is empty has the defaults', () => {
    expect(errorsOf('')).toEqual([]);
    expect(errorsOf('# nothing\n')).toEqual([]);
  });

  test.each([
    ['at the top', 'sendr: X\n', 'sendr'],
    ['in http', 'http: { lissten: "127.0.0.1:1" }\n', 'http.lissten'],
    ['in the TLS of http', 'http: { tls: { cert: a, key: b, kee: c } }\n', 'http.tls.kee'],
    ['in the store', 'store: { sqlite: a.db, sync: off }\n', 'store.sync'],
    ['in a carrier', 'routes: [{ id: a, type: smpp, host: h, systemId: t, widow: 3 }]\n', 'routes[0].widow'],
    [
      'in reconnect',
      'routes: [{ id: a, type: smpp, host: h, systemId: t, reconnect: { mn: 1s } }]\n',
      'routes[0].reconnect.mn',
    ],
    [
      'in the limits of a SIM',
      'routes: [{ id: m, type: modem, device: /d, limits: { perYear: 1 } }]\n',
      'routes[0].limits.perYear',
    ],
    ['in a sender', 'senders: [{ prefix: ["+33"], sendr: X }]\n', 'senders[0].sendr'],
    ['in a rule', `${ROUTES}plan: [{ tiers: [[a]], spilAfter: 5s }]\n`, 'plan[0].spilAfter'],
    ['in a condition', `${ROUTES}plan: [{ when: { prefx: ["+33"] }, tiers: [[a]] }]\n`, 'plan[0].when.prefx'],
  ])('names an unknown key %s with its path', (_, text, path) => {
    const message = expect.stringMatching(/^unknown key(; did you mean "[a-zA-Z]+"\?)?$/);
    expect(errorsOf(text)).toContainEqual({ path, message });
  });

  test('reports all errors at once', () => {
    const text = `
http: { listen: nowhere }
country: France
sender: much-too-long-a-sender
routes:
  - { id: A!, type: smpp, host: h, port: 70000, systemId: t, window: 0, responseTimeout: 10 }
  - { id: m, type: modem, device: /d, imei: "123", pin: "12" }
  - { id: x, type: fax }
`;
    expect(pathsOf(text)).toEqual(
      expect.arrayContaining([
        'http.listen',
        'country',
        'sender',
        'routes[0].id',
        'routes[0].port',
        'routes[0].window',
        'routes[0].responseTimeout',
        'routes[1].imei',
        'routes[1].pin',
        'routes[2].type',
      ]),
    );
  });

  test('refuses two routes with the same id, and a plan that names an unknown route', () => {
    expect(
      pathsOf('routes: [{ id: a, type: modem, device: /d }, { id: a, type: modem, device: /e }]'),
    ).toContain('routes[1].id');
    expect(pathsOf(`${ROUTES}plan: [{ tiers: [[a], [b]] }]`)).toContain('plan[0].tiers[1][0]');
  });

  test('takes a modem by its port, by its IMEI or through ModemManager, and refuses two of these at once', () => {
    const modem = (settings: string) => `routes: [{ id: m, type: modem, ${settings} }]\n`;
    const managed = 'modemManager: { imei: "490154203237518", bus: "unix:path=/run/bus" }';
    for (const one of ['device: /d', 'imei: "490154203237518"', managed])
      expect(parseConfig(modem(one), {})).toHaveProperty('ok');
    expect(pathsOf(modem(`device: /d, ${managed}`))).toEqual(['routes[0].device']);
    expect(pathsOf(modem('limits: {}'))).toEqual(['routes[0].device']);
    expect(pathsOf(modem('modemManager: { imei: "49", bus: nowhere }'))).toEqual([
      'routes[0].modemManager.imei',
      'routes[0].modemManager.bus',
    ]);
  });

  test.each([
    ['balance', 'balance: { code: "*123#", pattern: "([0-9.]+) EUR" }'],
    ['simSlots', 'simSlots: [{ slot: 1 }, { slot: 2 }]'],
    ['tryPinBlind', 'tryPinBlind: true'],
    ['ims', 'ims: on'],
    ['smsDomain', 'smsDomain: packetPreferred'],
    ['networkMode', 'networkMode: 3g'],
    ['apn', 'apn: off'],
    ['ear.cellBroadcast', 'ear: { number: "+33639980098", cellBroadcast: { channels: "4370-4399" } }'],
  ])('refuses %s for a modem behind ModemManager, where the setting would do nothing', (path, setting) => {
    const managed = 'modemManager: { imei: "490154203237518" }';
    const modem = (settings: string) => `routes: [{ id: m, type: modem, ${settings} }]\n`;
    expect(pathsOf(modem(`${managed}, ${setting}`))).toEqual([`routes[0].${path}`]);
    expect(parseConfig(modem(`device: /d, ${setting}`), {})).toHaveProperty('ok');
  });

  test('may name environment variables and files, also within a text, and then contains their values', () => {
    const secretFile = join(folder, 'secret');
    writeFileSync(secretFile, 's3cret\n');
    const text = `routes: [{ id: a, type: smpp, host: "\${PREFIX}.example", systemId: t, password: "\${file:${secretFile}}" }]`;
    const loaded = parseConfig(text, { PREFIX: 'smpp' });
    expect('ok' in loaded && loaded.ok.routes[0]).toMatchObject({ host: 'smpp.example', password: 's3cret' });
  });

  test('reports which environment variable or file is missing, and for which key', () => {
    const text = `sender: "\${NAME_OF_NOTHING}"\nroutes: [{ id: a, type: smpp, host: h, systemId: t, password: "\${file:/no/such/file}" }]`;
    const errors = errorsOf(text);
    expect(errors).toContainEqual({ path: 'sender', message: 'the environment has no NAME_OF_NOTHING' });
    expect(errors.find(({ path }) => path === 'routes[0].password')?.message).toMatch(
      /cannot read \/no\/such\/file/,
    );
  });

  test.each([
    ['a list', '- a\n- b\n'],
    ['a text', 'just a text\n'],
    ['a tab', 'http:\n\tlisten: x\n'],
    ['an open bracket', 'routes: [\n'],
    ['the same key twice', 'sender: A\nsender: B\n'],
    ['control characters', '\u0000\u0001\u0002'],
    ['two documents', 'sender: A\n---\nsender: B\n'],
    ['a number instead of a map', 'http: 3\n'],
    ['null instead of a list', 'routes: null\n'],
    ['a key __proto__', '__proto__: { sender: A }\n'],
  ])('is refused with an error, not with a crash: %s', (_, text) => {
    const errors = errorsOf(text);
    expect(errors.length).toBeGreaterThan(0);
    for (const { message } of errors) expect(message).not.toBe('');
  });

  test('with YAML aliases that would expand without limit is refused at once', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefghi'.split('').map((name, index) => {
        const before = 'abcdefgh'[index];
        return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`;
      }),
    ].join('\n');
    expect(errorsOf(bomb).length).toBeGreaterThan(0);
  });

  test('is accepted or refused without an exception, whatever its text is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        const loaded = parseConfig(text, {});
        expect('ok' in loaded || loaded.errors.length > 0).toBe(true);
      }),
    );
  });
});
