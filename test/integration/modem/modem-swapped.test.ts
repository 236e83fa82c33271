import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { SimModem } from '../../../src/sim/modem/modem.ts';
import type { SimModemOptions } from '../../../src/sim/modem/options/modem-options.ts';
import type { Gateway } from '../../support/gateway/gateway.ts';
import { plugIn, startGateway } from '../../support/modem/on-gateway.ts';

const OURS = { imei: '490154203237518', iccid: '8988211000000000017', imsi: '001010000000001' };
const OTHER = { imei: '356938035643809', iccid: '8988211000000000025', imsi: '001010000000002' };

interface Ports {
  readonly devices: readonly string[];
  /** Unplugs the modems, and plugs each into the port with its index in the list. */
  readonly plug: (modems: readonly SimModem[]) => Promise<void>;
}

/** Two port names that stay the same, whatever modem is plugged in. */
const twoPorts = async (): Promise<Ports> => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-ports-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const devices = ['ttyUSB0', 'ttyUSB1'].map((name) => join(folder, name));
  const plug = async (modems: readonly SimModem[]): Promise<void> => {
    for (const [index, device] of devices.entries()) {
      const modem = modems[index];
      await rm(device, { force: true });
      await modem?.replug();
      if (modem !== undefined) await symlink(modem.path, device);
    }
  };
  return { devices, plug };
};

const twoModems = async (ours: SimModemOptions, other: SimModemOptions): Promise<[SimModem, SimModem]> => [
  await plugIn({ ...OURS, ...ours }),
  await plugIn({ ...OTHER, ...other }),
];

const bothAre = async ({ api }: Gateway, state: string): Promise<void> => {
  await api.untilRoute('modem-1', state);
  await api.untilRoute('modem-2', state);
};

const messageTo = (index: number) => ({ to: `+3363998000${index}`, text: `Flood warning ${index}` });

const triesOf = (modem: SimModem, pin: string): number =>
  modem.log.filter((line) => line === `< AT+CPIN="${pin}"`).length;

test('two modems configured by port that are swapped try no PIN twice on the wrong SIM, and lose no message', async () => {
  const { devices, plug } = await twoPorts();
  const [ours, other] = await twoModems({ pin: '1111' }, { pin: '2222' });
  await plug([ours, other]);
  const pins = ['1111', '2222'];
  let gateway = await startGateway({
    routes: devices.map((device, index) => ({
      id: `modem-${index + 1}`,
      type: 'modem',
      device,
      pin: pins[index],
    })),
  });
  const restart = async (modems: readonly SimModem[]): Promise<void> => {
    gateway = await gateway.restart(() => plug(modems));
    onTestFinished(() => gateway.stop());
  };
  await bothAre(gateway, 'up');
  const ids: string[] = [];
  const send = async (index: number): Promise<void> => {
    ids.push((await gateway.api.send(messageTo(index))).id);
  };
  for (const index of [0, 1, 2]) await send(index);

  const refused = async (): Promise<void> => {
    for (const id of ['modem-1', 'modem-2']) {
      await gateway.api.until(
        () => gateway.api.get<{ state: string; reason: string | null }>(`/v1/routes/${id}`),
        ({ state, reason }) => state === 'down' && /PIN/.test(reason ?? ''),
      );
    }
  };
  await restart([other, ours]);
  await refused();
  for (const index of [3, 4, 5]) await send(index);
  for (let again = 0; again < 3; again++) {
    await restart([other, ours]);
    await refused();
  }
  expect([triesOf(other, '1111'), triesOf(ours, '2222')]).toEqual([1, 1]);

  await restart([ours, other]);
  await bothAre(gateway, 'up');
  for (const id of ids)
    expect(await gateway.api.untilState(id, 'delivered')).toMatchObject({ possibleDuplicate: false });
  expect(ours.stats.submits + other.stats.submits).toBe(ids.length);
  expect([triesOf(other, '1111'), triesOf(ours, '2222')]).toEqual([1, 1]);
  // The right PIN is entered once at each start in the right port.
  expect([triesOf(ours, '1111'), triesOf(other, '2222')]).toEqual([2, 2]);
  expect(ours.stats.pukAttempts + other.stats.pukAttempts).toBe(0);
});

test('a status report that comes by the port that the modem was moved to settles its message', async () => {
  const { devices, plug } = await twoPorts();
  // The SIM has a PIN: until it is entered, the network keeps what it has for the SIM.
  const own = { pin: '1234', reportDelayMs: 500 };
  const [ours, other] = await twoModems(own, own);
  await plug([ours, other]);
  const before = await startGateway({
    routes: devices.map((device, index) => ({
      id: `modem-${index + 1}`,
      type: 'modem',
      device,
      pin: '1234',
    })),
  });
  await bothAre(before, 'up');
  // The first message of each modem, so that both have the same TP-MR.
  const ids: string[] = [];
  for (const index of [0, 1]) {
    const message = { ...messageTo(index), routes: [`modem-${index + 1}`] };
    ids.push((await before.api.send(message)).id);
  }
  for (const id of ids) await before.api.untilState(id, 'sent');
  const after = await before.restart(() => plug([other, ours]));
  onTestFinished(() => after.stop());
  for (const [index, id] of ids.entries()) {
    expect(await after.api.untilState(id, 'delivered')).toMatchObject({ route: `modem-${index + 1}` });
  }
});
