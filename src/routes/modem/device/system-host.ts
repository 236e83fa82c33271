import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ModemHost } from './host.ts';
import { runHook } from './power-hook.ts';
import { openSerialLine } from './serial-line.ts';

/**
 * The directories in which Linux lists serial ports that can be modems. `by-path` comes first, since its names don't
 * change.
 */
const PLACES = [
  { directory: '/dev/serial/by-path', names: /./ },
  { directory: '/dev', names: /^tty(USB|ACM)\d+$/ },
] as const;

/**
 * Lists the serial ports. The list of serialport isn't used, since it needs udevadm, which a container lacks.
 *
 * @param more further ports, such as `/dev/ttyAMA0`, and directories of which every file is a port
 */
export const listPorts = async (more: readonly string[] = []): Promise<readonly string[]> => {
  const found = new Map<string, string>();
  const add = async (path: string): Promise<void> => {
    const device = await realpath(path).catch(() => path);
    if (!found.has(device)) found.set(device, path);
  };
  for (const { directory, names } of PLACES) {
    for (const path of await filesIn(directory, names)) await add(path);
  }
  for (const path of more) {
    const isDirectory = await stat(path).then(
      (one) => one.isDirectory(),
      () => undefined,
    );
    // A port that isn't there now may be there later.
    if (isDirectory === undefined) continue;
    for (const port of isDirectory ? await filesIn(path, /./) : [path]) await add(port);
  }
  return [...found.values()];
};

/** A directory that doesn't exist has no ports. */
const filesIn = async (directory: string, names: RegExp): Promise<readonly string[]> => {
  const entries = await readdir(directory).catch(() => []);
  return entries
    .filter((entry) => names.test(entry))
    .sort()
    .map((name) => join(directory, name));
};

/** The device file is made anew whenever the device is plugged in, so its inode number or its time changes. */
const node = async (path: string): Promise<string | undefined> => {
  const found = await stat(path).catch(() => undefined);
  return found && `${found.rdev}/${found.ino}/${found.ctimeMs}`;
};

/** The largest number of directory levels from a port's interface up to the USB device that has the ids. */
const LEVELS = 5;

const usbId = async (path: string): Promise<string | undefined> => {
  try {
    const name = basename(await realpath(path));
    let directory = await realpath(join('/sys/class/tty', name, 'device'));
    for (let level = 0; level < LEVELS; level++) {
      const ids = await idsIn(directory);
      if (ids !== undefined) return ids;
      directory = dirname(directory);
    }
  } catch {
    // There is no sysfs, or the port is a pseudo-terminal.
  }
  return undefined;
};

const idsIn = async (directory: string): Promise<string | undefined> => {
  const read = (name: string) => readFile(join(directory, name), 'utf8').catch(() => undefined);
  const [vendor, product] = [await read('idVendor'), await read('idProduct')];
  return vendor === undefined || product === undefined ? undefined : `${vendor.trim()}:${product.trim()}`;
};

/** The machine on which the gateway runs. */
export const systemHost: ModemHost = {
  open: openSerialLine,
  list: () => listPorts(),
  node,
  usbId,
  run: runHook,
};
