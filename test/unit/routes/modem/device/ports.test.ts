import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { listPorts, systemHost } from '../../../../../src/routes/modem/device/system-host.ts';
import { udevRules } from '../../../../../src/routes/modem/device/udev-rules.ts';

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
