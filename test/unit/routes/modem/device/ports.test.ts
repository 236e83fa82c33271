import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemHost } from '../../../../../src/routes/modem/device/system-host.ts';
import { udevRules } from '../../../../../src/routes/modem/device/udev-rules.ts';

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
  it('hide no modem from ModemManager until a line is added for one that the gateway owns', async () => {
    const rules = await readFile('hardware/udev/77-tocsin-modems.rules', 'utf8');
    const hiding = rules.split('\n').filter((line) => /^[^#].*ENV\{ID_MM_DEVICE_IGNORE\}="1"/.test(line));
    expect(hiding).toEqual([]);
    const [example] = /^# (ENV\{ID_PATH\}=="(.+)\|.+)$/m.exec(rules)?.slice(1) ?? [];
    const printed = udevRules([
      { port: '/dev/serial/by-path/pci-0000:00:14.0-usb-0:1.3:1.2-port0', label: 'EC25' },
    ]);
    expect(printed).toContain(example);
  });
});
