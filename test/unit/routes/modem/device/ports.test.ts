import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadProfiles } from '../../../../../src/routes/modem/device/profile.ts';
import { listPorts, systemHost } from '../../../../../src/routes/modem/device/system-host.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the ports of this machine', () => {
  it('are listed without udevadm, or any other program', async () => {
    vi.stubEnv('PATH', '/nowhere');
    expect(await systemHost.list()).toBeInstanceOf(Array);
  });

  it('are also those that the configuration names, and all in its directories, each device once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-ports-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const [rack, single] = [join(folder, 'rack'), join(folder, 'single')];
    await mkdir(rack);
    await writeFile(join(rack, 'port-1'), '');
    await symlink(join(rack, 'port-1'), join(rack, 'port-2'));
    await writeFile(single, '');
    const ports = await listPorts([rack, single, join(folder, 'missing')]);
    expect(ports.filter((path) => path.startsWith(folder))).toEqual([join(rack, 'port-1'), single]);
  });

  it('get another name for their device when they are plugged in anew', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-ports-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const port = join(folder, 'port');
    const nodes: unknown[] = [await systemHost.node(port)];
    for (const _time of ['first', 'second']) {
      await writeFile(port, '');
      nodes.push(await systemHost.node(port), await systemHost.node(port));
      await rm(port);
    }
    const [missing, first, again, second] = nodes;
    expect(missing).toBeUndefined();
    expect(again).toBe(first);
    expect(second).not.toBe(first);
  });

  it('that are no USB devices have no USB ids', async () => {
    expect(await systemHost.usbId('/dev/null')).toBeUndefined();
    expect(await systemHost.usbId('/dev/serial/by-path/none')).toBeUndefined();
  });
});

describe('the udev rules', () => {
  it('keep ModemManager from the modems of every manufacturer whose USB ids a profile has', async () => {
    const rules = await readFile('hardware/udev/77-tocsin-modems.rules', 'utf8');
    const ignored = [...rules.matchAll(/^ATTRS\{idVendor\}=="(\w{4})", ENV\{ID_MM_DEVICE_IGNORE\}="1"$/gm)];
    const vendors = ignored.map(([, vendor]) => vendor);
    const known = (await loadProfiles('hardware/profiles')).flatMap(
      ({ match }) => match.usb?.source.match(/[\da-f]{4}(?=:)/g) ?? [],
    );
    expect(known.length).toBeGreaterThan(5);
    for (const vendor of known) expect(vendors).toContain(vendor);
  });
});
