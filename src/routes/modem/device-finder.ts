import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import { AtChannel } from './at-channel.ts';
import { readImei } from './identity.ts';
import type { OpenLine, SerialPorts } from './line.ts';

/** Where Linux shows serial ports that can be a modem; by-path first, since its names stay. */
const PLACES = [
  { directory: '/dev/serial/by-path', names: /./ },
  { directory: '/dev', names: /^tty(USB|ACM)\d+$/ },
] as const;

/** Every serial port that may be a modem, once each. Needs no udevadm, which serialport's own list does. */
export const listPorts = async (): Promise<readonly string[]> => {
  const found = new Map<string, string>();
  for (const { directory, names } of PLACES) {
    for (const name of await namesIn(directory)) {
      if (!names.test(name)) continue;
      const path = join(directory, name);
      const device = await realpath(path).catch(() => path);
      if (!found.has(device)) found.set(device, path);
    }
  }
  return [...found.values()];
};

/** A directory that isn't there has no ports in it. */
const namesIn = async (directory: string): Promise<readonly string[]> =>
  (await readdir(directory).catch(() => [])).sort();

/**
 * The port on which the modem of that IMEI is, whatever its name is now; undefined if none of them has it. Ports
 * that another program holds are passed over.
 */
export const findByImei = async (
  imei: string,
  ports: SerialPorts,
  baudRate: number,
  clock: Clock,
): Promise<string | undefined> => {
  for (const path of await ports.list()) {
    if ((await imeiAt(path, ports.open, baudRate, clock)) === imei) return path;
  }
  return undefined;
};

const imeiAt = async (
  path: string,
  openLine: OpenLine,
  baudRate: number,
  clock: Clock,
): Promise<string | undefined> => {
  const deaf = { unsolicited: () => undefined, closed: () => undefined };
  const channel = await AtChannel.open(openLine, path, baudRate, clock, deaf).catch(() => undefined);
  if (channel === undefined) return undefined;
  try {
    return (await channel.resync()) ? await readImei(channel) : undefined;
  } catch {
    // Gone while it was asked: not there, then.
    return undefined;
  } finally {
    await channel.close();
  }
};
