import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { announcedFor, loadNetworks } from '../../../../../src/routes/modem/radio/announcements.ts';
import { radioWarnings } from '../../../../../src/routes/modem/radio/radio-warnings.ts';

test('the end of old networks is known for each French operator, with a source and dates in order', async () => {
  const countries = await loadNetworks();
  for (const network of ['20801', '20810', '20820', '20815']) {
    const announced = announcedFor(countries, `${network}0000000001`);
    expect(announced?.switchOff.map(({ technology }) => technology)).toContain('2G');
    for (const { from, until } of announced?.switchOff ?? []) expect(from <= until).toBe(true);
  }
  expect(announcedFor(countries, '001010000000001')).toBeUndefined();
  expect(announcedFor(countries, undefined)).toBeUndefined();
});

test('a file of networks with a fault is refused with its name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-networks-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'xx.json'), '{"country":"XX","name":"Nowhere","operators":[{"name":"A"}]}');
  await expect(loadNetworks(folder)).rejects.toThrow(/xx\.json.*networks/s);
});

const check = (technology: '2G' | '3G' | '4G' | undefined, result: 'works' | 'accepted' | 'refused') => ({
  technology,
  result,
  reason: undefined,
  tookMs: undefined,
});

test('a modem whose messages leave by LTE gives no warning', () => {
  expect(radioWarnings([check('2G', 'refused'), check('4G', 'works')], undefined, [])).toEqual([]);
});

test('a modem whose messages leave by nothing, or arrive nowhere, gives a warning', () => {
  expect(radioWarnings([check('2G', 'refused')], undefined, [])).toEqual([
    'No technology carries messages with this modem and SIM.',
  ]);
  expect(radioWarnings([check('4G', 'accepted')], undefined, [])[0]).toMatch(/nothing shows that it arrived/);
});
