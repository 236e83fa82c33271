import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tocsin-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const errorsOf = (text: string, env: Record<string, string> = {}) => {
  const loaded = parseConfig(text, env);
  return 'errors' in loaded ? loaded.errors : [];
};
const pathsOf = (text: string) => errorsOf(text).map(({ path }) => path);

const check = (file: string, openFiles = 5000) => {
  const command = [process.execPath, join(ROOT, 'src/main.ts'), 'check', '--config', file];
  return spawnSync('/bin/sh', ['-c', `ulimit -n ${openFiles}; exec "$@"`, 'sh', ...command], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '' },
  });
};

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

describe('the command "check"', () => {
  const examples = readdirSync(join(ROOT, 'config')).filter((file) => file.endsWith('.yaml'));

  test.each(examples)('accepts config/%s without any environment variable', (file) => {
    const { status, stdout, stderr } = check(join(ROOT, 'config', file));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('is valid');
  });

  test('shows how many HTTP connections are accepted at once, and warns if the limit of open files allows fewer', () => {
    const file = join(folder, 'connections.yaml');
    writeFileSync(file, 'http: { maxConnections: 300 }\n');
    expect(check(file).stdout).toMatch(
      /^Takes at most 300 HTTP connections at once, 150 from one address; keeps 128 file descriptors for carriers/m,
    );
    writeFileSync(file, 'http: { maxConnections: 100000 }\n');
    expect(check(file, 400).stdout).toMatch(
      /^Takes at most 272 HTTP connections .*Warnings.*limit of open files is 400/ms,
    );
  });

  test('shows when alerts end, in which time zone reports are, and what a part costs by which route', () => {
    const file = join(folder, 'prices.yaml');
    writeFileSync(
      file,
      `${ROUTES}timeZone: Europe/Paris
prices: { a: { perPart: 0.05, currency: EUR } }
alerts: { price: { perPart: 0.1, currency: EUR }, receiptsQuiet: 5m }
`,
    );
    expect(check(file).stdout).toMatch(
      /^An alert that lacks only receipts is completed 300 s after .*\nTexts and reports give times by the clocks of Europe\/Paris; a part costs 0\.05 EUR by a, 0\.1 EUR by others\.$/m,
    );
    writeFileSync(file, ROUTES);
    expect(check(file).stdout).toMatch(
      /^Texts and reports give times by the clocks of \S+; they show no cost, since no price is set\.$/m,
    );
  });

  test('shows which sender address is used for which prefixes', () => {
    const file = join(folder, 'senders.yaml');
    writeFileSync(file, 'sender: "36180"\nsenders: [{ prefix: ["+32", "+352"], sender: ALERTE }]\n');
    expect(check(file).stdout).toMatch(
      /^Sends to \+32… or \+352… as ALERTE\.\nSends to others as 36180; reads/m,
    );
  });

  test('shows how many persons a launch needs, and whether opt-outs can be overridden', () => {
    const file = join(folder, 'alerts.yaml');
    writeFileSync(file, 'alerts: { twoPersons: live, overrideOptOut: [extreme, severe] }\n');
    expect(check(file).stdout).toContain(
      'once a second person has approved them, exercises by one; of severity extreme or severe they may be sent to people',
    );
    writeFileSync(file, '');
    expect(check(file).stdout).toContain(
      'launched by one person; none is sent to people who opted out; in need operator or admin may send',
    );
    expect(check(file).stdout).toContain(
      'The same alert is launched again within 10 min only if the launch says so.',
    );
  });

  test('shows who may break the glass, from how many people an exercise needs two persons, and the clocks', () => {
    const file = join(folder, 'glass.yaml');
    writeFileSync(file, 'alerts: { breakGlass: nobody, exerciseMax: 50 }\ntimeZone: Indian/Reunion\n');
    const { stdout } = check(file);
    expect(stdout).toContain('nobody may send without the second person.');
    expect(stdout).toContain('An exercise for more than 50 people always needs a second person.');
    expect(stdout).toContain('by the clocks of Indian/Reunion;');
    writeFileSync(file, 'timeZone: Europe/Paname\n');
    expect(check(file).stderr).toContain('timeZone');
    writeFileSync(file, 'inbound: { replies: { optOut: { fr: "Au\\u202e revoir" } } }\n');
    expect(check(file).stderr).toContain('holds an invisible character');
  });

  test('shows whether single messages are sent to people who opted out', () => {
    const file = join(folder, 'opt-outs.yaml');
    writeFileSync(file, 'optOuts: { messages: suppress }\n');
    expect(check(file).stdout).toContain(
      'Single messages to people who opted out of every list are suppressed.',
    );
    writeFileSync(file, '');
    expect(check(file).stdout).toContain('Single messages are sent also to people who opted out');
  });

  test('shows the limits of inbound messages and receipts, in general and for a route with limits of its own', () => {
    const file = join(folder, 'intake.yaml');
    writeFileSync(
      file,
      `intake: { inbound: { perHour: 7000, incompleteFor: 2h }, evidence: { unmatchedReceipts: 99 } }
routes:
  - { id: a, type: smpp, host: 127.0.0.1, systemId: t, inbound: { perSenderPerHour: 5, unmatchedReceipts: 8 } }
  - { id: m, type: modem, device: /dev/ttyUSB0 }
`,
    );
    const { stdout } = check(file);
    expect(stdout).toContain('by each route at most 7,000 messages from phones in an hour, 200 from one');
    expect(stdout).toMatch(/^ {2}a: 7,000 messages .*, 5 from one phone; .* 8 receipts that belong to no/m);
    expect(stdout).not.toMatch(/^ {2}m: .*messages from phones/m);
    expect(stdout).toContain('in all at most 99 receipts that belong to no message, 5,000 automatic');
    expect(stdout).toContain('shown as far as it came after 2 h');
  });

  test('names a misspelt key by its path, reports the key that is missing, and exits with 1', () => {
    const file = join(folder, 'typo.yaml');
    const example = readFileSync(join(ROOT, 'config/tocsin.example.yaml'), 'utf8');
    writeFileSync(file, example.replace(/^(\s+)systemId:/m, '$1systemid:'));
    const { status, stderr, stdout } = check(file);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('routes[0].systemid: unknown key');
    expect(stderr).toContain('routes[0].systemId: is missing');
  });

  test("reports in one line that the file doesn't exist", () => {
    const { status, stderr } = check(join(folder, 'nowhere.yaml'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^[^\n]*nowhere\.yaml[^\n]*ENOENT[^\n]*\n$/);
  });

  test('shows no secret, neither of a valid configuration nor in an error', () => {
    const secret = 'hunter2';
    const good = join(folder, 'good.yaml');
    const routes = `routes: [{ id: a, type: smpp, host: h, systemId: t, password: ${secret} }, { id: m, type: modem, device: /dev/x, pin: "4711" }]\n`;
    writeFileSync(good, routes);
    const bad = join(folder, 'bad.yaml');
    writeFileSync(bad, routes.replace(secret, `${secret}${secret}`).replace('4711', '4711x'));
    const shown = [check(good), check(bad)].map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(shown).toContain('PIN set');
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain('4711');
  });
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
