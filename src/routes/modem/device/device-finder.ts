import type { Clock } from '../../../kernel/clock.ts';
import { AtChannel } from '../at/at-channel.ts';
import type { ModemHost } from './host.ts';
import { readImei } from './identity.ts';

/**
 * The port on which the modem of that IMEI is, whatever its name is now; undefined if none of them has it. Ports
 * that another program, or another route, holds are passed over.
 *
 * @param signal gives the search up
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
    // Gone while it was asked: not there, then.
    return undefined;
  } finally {
    signal.removeEventListener('abort', giveUp);
    await channel.close();
  }
};
