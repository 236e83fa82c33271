import { mkdtemp, readdir, rm, symlink, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { modemRoute } from '../../../src/config/routes/modem-route.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import type { ModemHost } from '../../../src/routes/modem/device/host.ts';
import { PortFinder } from '../../../src/routes/modem/device/port-finder.ts';
import { loadProfiles } from '../../../src/routes/modem/device/profile.ts';
import { systemHost } from '../../../src/routes/modem/device/system-host.ts';
import { ModemRoute } from '../../../src/routes/modem/modem-route.ts';
import { SimModem } from '../../../src/sim/modem/modem.ts';
import { Pty } from '../../../src/sim/modem/pty.ts';
import { crowding } from '../../support/crowding.ts';
import { MemorySimRepository } from '../../support/modem/memory-sim-repository.ts';
import { RouteRecorder, recordingLog } from '../../support/smpp/route-recorder.ts';

const MODEMS = 8;
const SILENT_PORTS = 3;

const imeiOf = (modem: number): string => `35693803564380${modem}`;

/** Three ports that take octets and never answer, beside each modem's AT port. */
const plugSilentPorts = async (directory: string, name: string): Promise<() => Promise<void>> => {
  const ports: { readonly pty: Pty; readonly path: string }[] = [];
  for (let index = 0; index < SILENT_PORTS; index++) {
    const pty = new Pty(() => undefined);
    const path = join(directory, `${name}-if0${index}`);
    await symlink(pty.path, path);
    ports.push({ pty, path });
  }
  return async () => {
    for (const { pty, path } of ports) {
      await unlink(path);
      pty.close();
    }
  };
};

it('a rack of eight four-port modems on pseudo-terminals is in service within 20 s, and one put back within 10 s', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tocsin-rack-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const host: ModemHost = {
    ...systemHost,
    list: async () => (await readdir(directory)).sort().map((name) => join(directory, name)),
  };
  const profiles = await loadProfiles('hardware/profiles');
  const ports = new PortFinder(host, systemClock);
  const told = new RouteRecorder();
  const pullSilent: (() => Promise<void>)[] = [];
  const modems: SimModem[] = [];
  for (let index = 0; index < MODEMS; index++) {
    pullSilent.push(await plugSilentPorts(directory, `usb-${index}`));
    const link = join(directory, `usb-${index}-if03`);
    modems.push(await SimModem.start({ imei: imeiOf(index), link, family: 'quectel-ec25' }));
  }
  onTestFinished(async () => {
    for (const modem of modems) await modem.close();
    for (const pull of pullSilent) await pull();
  });
  const routes = modems.map((_, index) => {
    const config = modemRoute.parse({ id: `modem-${index}`, type: 'modem', imei: imeiOf(index) });
    const simRepository = new MemorySimRepository();
    const log = recordingLog();
    const deps = {
      clock: systemClock,
      log,
      random: Math.random,
      simRepository,
      profiles,
      ports,
      events: told,
    };
    return new ModemRoute(config, deps, host);
  });
  onTestFinished(async () => {
    for (const route of routes) await route.stop(AbortSignal.abort());
  });
  const up = (): number => routes.filter((route) => route.status().state === 'up').length;

  const started = performance.now();
  for (const route of routes) route.start();
  await told.until(() => up() === MODEMS);
  const upAfterMs = performance.now() - started;

  const [, , , pulled] = modems;
  await pullSilent[3]?.();
  pulled?.unplug();
  await told.until(() => up() === MODEMS - 1);
  const putBack = performance.now();
  pullSilent[3] = await plugSilentPorts(directory, 'usb-again');
  await pulled?.replug();
  await told.until(() => up() === MODEMS);
  const backAfterMs = performance.now() - putBack;

  expect(upAfterMs).toBeLessThan(20_000 * crowding());
  expect(backAfterMs).toBeLessThan(10_000 * crowding());
});
