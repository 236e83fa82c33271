import type { Quarantine, RouteState } from '../../domain/routes/route.ts';
import type { ModemState } from './driver/modem-state.ts';
import { asideWords, asQuarantine } from './sim/quarantine.ts';

/**
 * Maps the state machine's state to the route's state, with the reason in words for an operator.
 *
 * @param spent why the SIM's limits allow no part now; undefined if they allow parts
 * @param elapsed the clock's elapsed time
 */
export const routeState = (
  state: ModemState,
  spent: string | undefined,
  elapsed: number,
): { readonly state: RouteState; readonly reason: string | undefined } => {
  switch (state.kind) {
    case 'absent':
      return down(`no modem: ${state.reason}`);
    case 'waking':
      return down(
        state.trials.mutes === 0
          ? 'the modem is being brought up'
          : 'the modem does not answer, and is being tried again',
      );
    case 'locked':
      return down(state.reason);
    case 'registering':
      return down(`no network: ${state.reason}`);
    case 'recovering':
      return down(`the modem is being brought back: ${state.reason}`);
    case 'quarantined':
      return down(asideWords(state));
    case 'ready':
      if (elapsed < state.restUntil) return { state: 'degraded', reason: state.reason };
      break;
    case 'sending':
      break;
  }
  return spent === undefined ? { state: 'up', reason: undefined } : { state: 'degraded', reason: spent };
};

/**
 * Adds what an operator should know of a route that can send all the same: it is then shown as degraded, and used as
 * before.
 */
export const withNote = (
  shown: { readonly state: RouteState; readonly reason: string | undefined },
  note: string | undefined,
): typeof shown => (shown.state === 'up' && note !== undefined ? { state: 'degraded', reason: note } : shown);

/** The quarantine of the SIM; undefined without one. */
export const simQuarantine = (state: ModemState): Quarantine | undefined =>
  state.kind === 'quarantined' ? asQuarantine(state) : undefined;

const down = (reason: string) => ({ state: 'down', reason }) as const;
