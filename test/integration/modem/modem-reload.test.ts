import { readdir, readlink } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { SimModem } from '../../../src/sim/modem/modem.ts';
import { carriers, ReloadRig, to } from '../../support/gateway/reload-rig.ts';
import { plugIn } from '../../support/modem/on-gateway.ts';

const NUMBER = '+33639980001';

/** How many open files of this process are the device of the modem. */
const opened = async ({ path }: SimModem): Promise<number> => {
  const files = await readdir('/proc/self/fd');
  const links = await Promise.all(files.map((file) => readlink(`/proc/self/fd/${file}`).catch(() => '')));
  return links.filter((link) => link === path).length;
};

test('a modem that a reload removes closes its device, another route to it opens it again, and a checked modem is checked', async () => {
  const [carrier] = await carriers(1);
  if (carrier === undefined) throw new Error('a carrier');
  const modem = await plugIn();
  const before = await opened(modem);
  const route = { type: 'modem', device: modem.path };
  const orange = to(carrier);
  const rig = await ReloadRig.start({ orange, 'modem-1': route });
  expect(await opened(modem)).toBe(before + 1);
  expect((await rig.reload({ orange })).routes.removed).toEqual(['modem-1']);
  expect(await opened(modem)).toBe(before);

  const heartbeat = { to: NUMBER, every: '1h' };
  await rig.reload({ orange, 'modem-2': { ...route, heartbeat } });
  await rig.api.untilRoute('modem-2', 'up');
  await rig.api.until(
    async () => modem.phones.texts(NUMBER).length,
    (texts) => texts === 1,
  );
  const submits = modem.stats.submits;
  // The next route is up only once the one before has let the modem go.
  const renamed = await rig.reload({ orange, 'modem-3': route });
  expect(renamed.routes).toMatchObject({ added: ['modem-3'], removed: ['modem-2'] });
  await rig.api.untilRoute('modem-3', 'up');
  expect(await opened(modem)).toBe(before + 1);
  expect(modem.stats.submits).toBe(submits);
  expect(modem.violations).toEqual([]);
  expect(carrier.stats.binds).toBe(1);
});
