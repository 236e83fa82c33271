import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { SimModem } from '../../../src/sim/modem/modem.ts';
import type { SimModemOptions } from '../../../src/sim/modem/options/modem-options.ts';
import { ModemBench } from '../../support/modem/bench.ts';
import { openSqliteStore } from '../../support/store/sqlite-store.ts';

/** The PIN of every SIM here. */
const PIN = '4321';

const opened: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(opened.map((close) => close())));

const plugIn = async (options: SimModemOptions): Promise<SimModem> => {
  const modem = await SimModem.start(options);
  opened.push(() => modem.close());
  return modem;
};

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-pin-'));
  opened.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/**
 * Starts a gateway on the modem four times: at first, after a restart, in another port, and after a restart there. Gives
 * for each start how often the PIN was entered, and the tries left after it.
 */
const starts = async (options: SimModemOptions, config: object): Promise<string> => {
  const folder = await newFolder();
  const modem = await plugIn({ pin: PIN, ...options });
  const seen: string[] = [];
  for (const port of ['ttyUSB0', 'ttyUSB0', 'ttyUSB3', 'ttyUSB3']) {
    await modem.replug();
    const device = join(folder, port);
    await rm(device, { force: true });
    await symlink(modem.path, device);
    const store = await openSqliteStore(join(folder, 'tocsin.db'), systemClock);
    const before = modem.stats.pinAttempts;
    const { route, told } = new ModemBench({ device, ...config }, store);
    route.start();
    await told.until(() => route.status().state === 'up' || /PIN/.test(route.status().reason ?? ''));
    const sent = modem.stats.pinAttempts - before;
    seen.push(
      `${sent === 0 ? 'nothing' : `PIN×${sent}`}→${modem.pinTries}${route.status().state === 'up' ? ' up' : ''}`,
    );
    await route.stop(AbortSignal.abort());
    await store.close();
  }
  expect(modem.stats.pukAttempts).toBe(0);
  return seen.join(', ');
};

/** Each row: tries left at first, tries readable, ICCID readable before the PIN, PIN right, what each start sent. */
const TABLE = [
  [3, true, true, true, 'PIN×1→3 up, PIN×1→3 up, PIN×1→3 up, PIN×1→3 up'],
  [3, true, true, false, 'PIN×1→2, nothing→2, nothing→2, nothing→2'],
  [3, true, false, true, 'PIN×1→3 up, PIN×1→3 up, PIN×1→3 up, PIN×1→3 up'],
  [3, true, false, false, 'PIN×1→2, nothing→2, nothing→2, nothing→2'],
  [2, true, true, true, 'PIN×1→3 up, PIN×1→3 up, PIN×1→3 up, PIN×1→3 up'],
  [2, true, true, false, 'PIN×1→1, nothing→1, nothing→1, nothing→1'],
  [2, true, false, true, 'nothing→2, nothing→2, nothing→2, nothing→2'],
  [2, true, false, false, 'nothing→2, nothing→2, nothing→2, nothing→2'],
  [1, true, true, true, 'nothing→1, nothing→1, nothing→1, nothing→1'],
  [1, true, true, false, 'nothing→1, nothing→1, nothing→1, nothing→1'],
  [1, true, false, true, 'nothing→1, nothing→1, nothing→1, nothing→1'],
  [1, true, false, false, 'nothing→1, nothing→1, nothing→1, nothing→1'],
  [3, false, true, true, 'PIN×1→3 up, PIN×1→3 up, PIN×1→3 up, PIN×1→3 up'],
  [3, false, true, false, 'PIN×1→2, nothing→2, nothing→2, nothing→2'],
  [3, false, false, true, 'nothing→3, nothing→3, nothing→3, nothing→3'],
  [3, false, false, false, 'nothing→3, nothing→3, nothing→3, nothing→3'],
] as const;

describe('a PIN over restarts and in another port', () => {
  test.concurrent.each(TABLE)(
    'on a SIM with %i tries (told: %s), its number told: %s, and the PIN right: %s, is sent so: %s',
    async (pinTries, tellsTries, tellsIccid, right, expected) => {
      const options = { card: { pinTries, hidesPinTries: !tellsTries, hidesIccid: !tellsIccid } };
      expect(await starts(options, { pin: right ? PIN : '1111' })).toBe(expected);
    },
  );

  test.concurrent.each([
    [true, 'PIN×1→3 up, PIN×1→3 up, PIN×1→3 up, PIN×1→3 up'],
    [false, 'PIN×1→2, nothing→2, nothing→2, nothing→2'],
  ])(
    'that may be tried blind (tryPinBlind) on a SIM that tells nothing is sent once for a modem, and again only if it is right: %s, %s',
    async (right, expected) => {
      const options = { card: { hidesPinTries: true, hidesIccid: true } };
      expect(await starts(options, { pin: right ? PIN : '1111', tryPinBlind: true })).toBe(expected);
    },
  );

  test('that was wrong in one modem is not sent in another modem to a SIM without a readable number', async () => {
    const folder = await newFolder();
    const store = await openSqliteStore(join(folder, 'tocsin.db'), systemClock);
    // The same SIM in two modems: the second one finds the tries that the first one left.
    let pinTries = 3;
    const attempts: number[] = [];
    for (const imei of ['490154203237518', '356938035643809']) {
      const modem = await plugIn({ pin: PIN, imei, card: { pinTries, hidesIccid: true } });
      const { route, told } = new ModemBench({ device: modem.path, pin: '1111' }, store);
      route.start();
      await told.until(() => /PIN/.test(route.status().reason ?? ''));
      attempts.push(modem.stats.pinAttempts);
      ({ pinTries } = modem);
      await route.stop(AbortSignal.abort());
    }
    await store.close();
    expect(attempts).toEqual([1, 0]);
    expect(pinTries).toBe(2);
  });
});

describe('the tries left for a PIN', () => {
  test.concurrent.each([
    'generic',
    'sim800',
    'quectel-ec25',
    'huawei-e1750',
    'wavecom-q2303',
    'cinterion-mc55i',
    'zte-mf190',
  ])('are read from a modem of the family %s, and the last one is never used', async (family) => {
    const modem = await plugIn({ family, pin: PIN, card: { pinTries: 1 } });
    const { route, told } = new ModemBench({ device: modem.path, pin: PIN });
    route.start();
    await told.until(() => /one try left/.test(route.status().reason ?? ''));
    expect(modem.stats.pinAttempts).toBe(0);
    await route.stop(AbortSignal.abort());
  });
});
