import type { Clock } from '../../../kernel/clock.ts';
import { AtChannel } from '../at/at-channel.ts';
import type { ModemHost } from './host.ts';
import { readImei } from './identity.ts';

/**
 * Finds the port of the modem with this IMEI, whatever the port's name is now; undefined if no port has it. Skips
 * ports that another program or route has open.
 *
 * @param signal aborts the search
 */
export const findByImei = async (
  imei: string,
  host: ModemHost,
  baudRate: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<string | undefined> => {
  for (const path of await host.list()) {
    if (signal.aborted) return undefined;
    if ((await imeiAt(path, host, baudRate, clock, signal)) === imei) return path;
  }
  return undefined;
};

const imeiAt = async (
  path: string,
  host: ModemHost,
  baudRate: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const deaf = { unsolicited: () => undefined, closed: () => undefined };
  const channel = await AtChannel.open(host.open, path, baudRate, clock, deaf).catch(() => undefined);
  if (channel === undefined) return undefined;
  const giveUp = () => void channel.close();
  signal.addEventListener('abort', giveUp);
  try {
    return (await channel.resync()) ? await readImei(channel) : undefined;
  } catch {
    // The modem was unplugged while it was asked, so it isn't on this port.
    return undefined;
  } finally {
    signal.removeEventListener('abort', giveUp);
    await channel.close();
  }
};
