import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { commandHere } from '../../support/gateway/command-here.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tocsin-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = (file: string) => commandHere('check', '--config', file);

/** Runs the command in a process of its own, without the environment of this one. */
const checkApart = (file: string, openFiles = 5000) => {
  const command = [process.execPath, join(ROOT, 'src/main.ts'), 'check', '--config', file];
  return spawnSync('/bin/sh', ['-c', `ulimit -n ${openFiles}; exec "$@"`, 'sh', ...command], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '' },
  });
};

const ROUTES = `routes:
  - { id: a, type: smpp, host: 127.0.0.1, systemId: t }
  - { id: m, type: modem, device: /dev/ttyUSB0 }
`;

describe('the command "check"', () => {
  const examples = readdirSync(join(ROOT, 'config')).filter((file) => file.endsWith('.yaml'));

  test.each(examples)('accepts config/%s without any environment variable', (file) => {
    const { status, stdout, stderr } = checkApart(join(ROOT, 'config', file));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('is valid');
  });

  test('shows how many HTTP connections are accepted at once, and warns if the limit of open files allows fewer', async () => {
    const file = join(folder, 'connections.yaml');
    writeFileSync(file, 'http: { maxConnections: 300 }\n');
    expect((await check(file)).stdout).toMatch(
      /^Takes at most 300 HTTP connections at once, 150 from one address; keeps 128 file descriptors for carriers/m,
    );
    writeFileSync(file, 'http: { maxConnections: 100000 }\n');
    expect(checkApart(file, 400).stdout).toMatch(
      /^Takes at most 272 HTTP connections .*Warnings.*limit of open files is 400/ms,
    );
  });

  test('shows when alerts end, in which time zone reports are, and what a part costs by which route', async () => {
    const file = join(folder, 'prices.yaml');
    writeFileSync(
      file,
      `${ROUTES}timeZone: Europe/Paris
prices: { a: { perPart: 0.05, currency: EUR } }
alerts: { price: { perPart: 0.1, currency: EUR }, receiptsQuiet: 5m }
`,
    );
    expect((await check(file)).stdout).toMatch(
      /^An alert that lacks only receipts is completed 300 s after .*\nTexts and reports give times by the clocks of Europe\/Paris; a part costs 0\.05 EUR by a, 0\.1 EUR by others\.$/m,
    );
    writeFileSync(file, ROUTES);
    expect((await check(file)).stdout).toMatch(
      /^Texts and reports give times by the clocks of \S+; they show no cost, since no price is set\.$/m,
    );
  });

  test('shows which sender address is used for which prefixes', async () => {
    const file = join(folder, 'senders.yaml');
    writeFileSync(file, 'sender: "36180"\nsenders: [{ prefix: ["+32", "+352"], sender: ALERTE }]\n');
    expect((await check(file)).stdout).toMatch(
      /^Sends to \+32… or \+352… as ALERTE\.\nSends to others as 36180; reads/m,
    );
  });

  test('shows how many persons a launch needs, and whether opt-outs can be overridden', async () => {
    const file = join(folder, 'alerts.yaml');
    writeFileSync(file, 'alerts: { twoPersons: live, overrideOptOut: [extreme, severe] }\n');
    expect((await check(file)).stdout).toContain(
      'once a second person has approved them, exercises by one; of severity extreme or severe they may be sent to people',
    );
    writeFileSync(file, '');
    expect((await check(file)).stdout).toContain(
      'launched by one person; none is sent to people who opted out; in need operator or admin may send',
    );
    expect((await check(file)).stdout).toContain(
      'The same alert is launched again within 10 min only if the launch says so.',
    );
  });

  test('shows who may break the glass, from how many people an exercise needs two persons, and the clocks', async () => {
    const file = join(folder, 'glass.yaml');
    writeFileSync(
      file,
      'alerts: { breakGlass: nobody, exerciseMax: 50, shortWhenDegraded: ask }\ntimeZone: Indian/Reunion\n',
    );
    const { stdout } = await check(file);
    expect(stdout).toContain('an operator decides whether messages that wait get the short text.');
    expect(stdout).toContain('nobody may send without the second person.');
    expect(stdout).toContain('An exercise for more than 50 people always needs a second person.');
    expect(stdout).toContain('by the clocks of Indian/Reunion;');
    writeFileSync(file, 'timeZone: Europe/Paname\n');
    expect((await check(file)).stderr).toContain('timeZone');
    writeFileSync(file, 'inbound: { replies: { optOut: { fr: "Au\\u202e revoir" } } }\n');
    expect((await check(file)).stderr).toContain('holds an invisible character');
  });

  test('shows whether single messages are sent to people who opted out', async () => {
    const file = join(folder, 'opt-outs.yaml');
    writeFileSync(file, 'optOuts: { messages: suppress }\n');
    expect((await check(file)).stdout).toContain(
      'Single messages to people who opted out of every list are suppressed.',
    );
    writeFileSync(file, '');
    expect((await check(file)).stdout).toContain('Single messages are sent also to people who opted out');
  });

  test('shows the limits of inbound messages and receipts, in general and for a route with limits of its own', async () => {
    const file = join(folder, 'intake.yaml');
    writeFileSync(
      file,
      `intake: { inbound: { perHour: 7000, incompleteFor: 2h }, evidence: { unmatchedReceipts: 99 } }
routes:
  - { id: a, type: smpp, host: 127.0.0.1, systemId: t, inbound: { perSenderPerHour: 5, unmatchedReceipts: 8 } }
  - { id: m, type: modem, device: /dev/ttyUSB0 }
`,
    );
    const { stdout } = await check(file);
    expect(stdout).toContain('by each route at most 7,000 messages from phones in an hour, 200 from one');
    expect(stdout).toMatch(/^ {2}a: 7,000 messages .*, 5 from one phone; .* 8 receipts that belong to no/m);
    expect(stdout).not.toMatch(/^ {2}m: .*messages from phones/m);
    expect(stdout).toContain('in all at most 99 receipts that belong to no message, 5,000 automatic');
    expect(stdout).toContain('shown as far as it came after 2 h');
  });

  test('names a misspelt key by its path, reports the key that is missing, and exits with 1', async () => {
    const file = join(folder, 'typo.yaml');
    const example = readFileSync(join(ROOT, 'config/tocsin.example.yaml'), 'utf8');
    writeFileSync(file, example.replace(/^(\s+)systemId:/m, '$1systemid:'));
    const { code, stderr, stdout } = await check(file);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('routes[0].systemid: unknown key');
    expect(stderr).toContain('routes[0].systemId: is missing');
  });

  test("reports in one line that the file doesn't exist", async () => {
    const { code, stderr } = await check(join(folder, 'nowhere.yaml'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^[^\n]*nowhere\.yaml[^\n]*ENOENT[^\n]*\n$/);
  });

  test('shows no secret, neither of a valid configuration nor in an error', () => {
    const secret = 'hunter2';
    const good = join(folder, 'good.yaml');
    const routes = `routes: [{ id: a, type: smpp, host: h, systemId: t, password: ${secret} }, { id: m, type: modem, device: /dev/x, pin: "4711" }]\n`;
    writeFileSync(good, routes);
    const bad = join(folder, 'bad.yaml');
    writeFileSync(bad, routes.replace(secret, `${secret}${secret}`).replace('4711', '4711x'));
    const shown = [checkApart(good), checkApart(bad)].map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(shown).toContain('PIN set');
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain('4711');
  });
});
