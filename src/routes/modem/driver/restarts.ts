import type { ModemRouteConfig } from '../../../config/modem-route.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { ModemHost } from '../device/host.ts';
import type { ModemEvent } from './modem-state.ts';

/** How long a modem of which nothing is known takes to be back after a restart. */
const RESTART_MS = 15_000;
/** To cut the power, wait some seconds, and give it back. */
const HOOK_MS = 60_000;

/**
 * AT+CFUN=1,1 starts a modem anew that hears, whether it answers or not (TS 27.007 8.2).
 *
 * @param restartMs how long it takes to be back, if that is known
 */
export const restart = async (channel: AtChannel, restartMs: number = RESTART_MS): Promise<ModemEvent> => {
  await channel.tell('AT+CFUN=1,1');
  return { kind: 'restarting', ms: restartMs };
};

export interface PowerDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly host: ModemHost;
}

/**
 * Has the operator's hook cut the modem's power, and give it back; one that fails is told in the log.
 *
 * @param signal ends the hook at once; else it has a minute
 */
export const cutPower = async (
  { powerHook = [], id }: ModemRouteConfig,
  { clock, log, host }: PowerDeps,
  signal: AbortSignal,
): Promise<ModemEvent> => {
  log.warn({ route: id, powerHook }, "the modem's power is being cut");
  const patience = new AbortController();
  const cancel = clock.after(HOOK_MS, () => patience.abort(new Error('it did not end within a minute')));
  await host.run(powerHook, AbortSignal.any([signal, patience.signal])).catch((error: unknown) => {
    log.error({ route: id, err: error }, 'the power hook failed');
  });
  cancel();
  return { kind: 'restarting', ms: RESTART_MS };
};
