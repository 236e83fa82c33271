import { modemRoute } from '../../../config/routes/modem-route.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { RadioCheck } from '../../../domain/routes/radio-check.ts';
import type { RouteEvents } from '../../../domain/routes/route.ts';
import type { Log } from '../../../kernel/log.ts';
import { systemClock } from '../../../kernel/system-clock.ts';
import { noPins } from '../bring-up/probe.ts';
import { PortFinder } from '../device/port-finder.ts';
import type { ModemProfile } from '../device/profile.ts';
import { systemHost } from '../device/system-host.ts';
import { createModemRoute } from '../modem-route.ts';

/** How long a modem that could be probed has to come up again. */
const UP_MS = 60_000;

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * Checks the radio of the modem on this port, without a gateway.
 *
 * @param to left out: the SIM's own number
 * @param signal ends the check; a limit of the radio is then lifted first
 * @returns the check, or the reason why there is none
 */
export const probeRadio = async (
  port: string,
  to: Msisdn | undefined,
  profiles: readonly ModemProfile[],
  signal: AbortSignal,
): Promise<RadioCheck | { readonly reason: string }> => {
  const up = Promise.withResolvers<boolean>();
  const ended = Promise.withResolvers<{ readonly reason: string }>();
  const end = (): void => {
    up.resolve(false);
    ended.resolve({ reason: 'it was ended' });
  };
  const events: RouteEvents = {
    changed: () => {
      if (route.status().state === 'up') up.resolve(true);
    },
    // What comes for the gateway stays on the SIM, since a probe keeps nothing.
    inbound: () => Promise.reject(new Error('a probe keeps no messages')),
    receipt: () => Promise.reject(new Error('a probe keeps no status reports')),
    broadcast: () => Promise.resolve(),
    lateOutcome: () => undefined,
  };
  // The mode stays as it is: a probe only looks.
  const config = modemRoute.parse({ id: 'probe', type: 'modem', device: port, networkMode: 'keep' });
  const route = createModemRoute(
    config,
    {
      clock: systemClock,
      events,
      log: silent,
      random: Math.random,
      simRepository: noPins,
      profiles,
      ports: new PortFinder(systemHost, systemClock),
      mayLimitKept: true,
    },
    systemHost,
  );
  route.start();
  const cancel = systemClock.after(UP_MS, () => up.resolve(false));
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    if (!(await up.promise)) return { reason: route.status().reason ?? 'the modem is not ready' };
    const begun = await route.sim?.checkRadio(to);
    if (begun?.kind === 'started') return await Promise.race([begun.done, ended.promise]);
    return {
      reason:
        begun?.kind === 'notNow' ? begun.reason : "the SIM doesn't know its own number: name one with --to",
    };
  } finally {
    cancel();
    signal.removeEventListener('abort', end);
    await route.stop(new AbortController().signal);
  }
};
