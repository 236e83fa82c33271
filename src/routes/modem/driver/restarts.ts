import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { ModemHost } from '../device/host.ts';
import type { ModemEvent } from './modem-state.ts';

/** Time in ms until a modem is back after a restart, if its profile isn't known. */
const RESTART_MS = 15_000;
/** The longest time that the power hook may take, in ms: it cuts the power, waits some seconds and restores it. */
const HOOK_MS = 60_000;

/**
 * Restarts the modem with AT+CFUN=1,1 (TS 27.007 8.2), which works even if the modem listens without answering.
 *
 * @param restartMs time until the modem is back, in ms
 */
export const restart = async (channel: AtChannel, restartMs: number = RESTART_MS): Promise<ModemEvent> => {
  await channel.tell('AT+CFUN=1,1');
  return { kind: 'restarting', ms: restartMs };
};

export interface PowerDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly host: Pick<ModemHost, 'run'>;
}

/**
 * Runs the operator's power hook, which cuts the modem's power and restores it. A failure is logged.
 *
 * @param signal ends the hook at once; otherwise the hook is ended after a minute
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
