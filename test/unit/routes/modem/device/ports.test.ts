import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadProfiles } from '../../../../../src/routes/modem/device/profile.ts';
import { systemHost } from '../../../../../src/routes/modem/device/system-host.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the ports of this machine', () => {
  it('are listed without udevadm, or any other program', async () => {
    vi.stubEnv('PATH', '/nowhere');
    expect(await systemHost.list()).toBeInstanceOf(Array);
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
