import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { commandHere } from '../../support/gateway/command-here.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modem = (own: string) => `routes:\n  - { id: m, type: modem, device: /dev/ttyUSB0, ${own} }\n`;

const lineOf = async (own: string): Promise<string> => {
  const file = join(folder, 'modem.yaml');
  writeFileSync(file, modem(own));
  const { stdout } = await commandHere('check', '--config', file);
  return stdout.split('\n').find((line) => line.startsWith('  m ')) ?? stdout;
};

test('the command "check" shows to how many recipients a SIM may write, and how its balance is watched', async () => {
  expect(await lineOf('recipientsPerMonth: 99')).toContain(
    'to at most 99 different recipients in any 31 days',
  );
  expect(await lineOf("balance: { code: '*123#', pattern: '([0-9]+)', below: 5, every: 12h }")).toContain(
    'the balance by *123# every 12 h, an alarm below 5',
  );
  expect(await lineOf("balance: { code: '*123#', pattern: '([0-9]+)' }")).toContain(
    'the balance by *123# every 24 h, no alarm about the amount',
  );
});

test('the command "check" shows the slots of a modem with two SIMs in their order, and which have a PIN, but no PIN', async () => {
  const line = await lineOf("simSlots: [{ slot: 2, pin: '1234' }, { slot: 1 }]");
  expect(line).toContain('SIM slots 2 (PIN set), then 1 (no PIN)');
  expect(line).not.toContain('1234');
});

test('the command "check" shows which routes send to an ear, how long they have, and what it hears besides', async () => {
  expect(await lineOf("ear: { number: '+33639980098' }")).toContain(
    'an ear at +33639980098, to which every other route sends every 24 h, within 10 min',
  );
  const own = "number: '+33639980098', routes: [m], senders: { m: '38100' }, cellBroadcast: {}";
  expect(await lineOf(`ear: { ${own}, within: 1h }`)).toMatch(
    /to which m sends every 24 h, within 60 min, and sees the sender 38100 of m, cell broadcasts of 4370-4399$/,
  );
});

test('a balance without a pattern, and a limit of no recipients, are mistakes with their path', () => {
  const loaded = parseConfig(modem("recipientsPerMonth: 0, balance: { code: '*123#' }"), {});
  expect('errors' in loaded ? loaded.errors.map(({ path }) => path) : []).toEqual([
    'routes[0].recipientsPerMonth',
    'routes[0].balance.pattern',
  ]);
});
