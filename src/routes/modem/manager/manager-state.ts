import type { RouteState } from '../../../domain/routes/route.ts';
import { asideWords } from '../sim/quarantine.ts';

/** The state of a modem that ModemManager drives. */
export type ManagerState =
  | {
      readonly kind: 'absent' | 'locked' | 'failed' | 'starting' | 'unregistered';
      readonly reason: string;
    }
  | { readonly kind: 'aside'; readonly reason: string; readonly until: number }
  | { readonly kind: 'ready' };

export const atStart: ManagerState = { kind: 'absent', reason: 'not started' };

export const reasonOf = (state: ManagerState): string | undefined =>
  'reason' in state ? state.reason : undefined;

export interface Rest {
  readonly reason: string;
  /** By the clock's elapsed time. */
  readonly until: number;
}

/**
 * Maps the state to the route's state, with the reason in words for an operator.
 *
 * @param rest why and until when the modem rests after a failure; undefined if it doesn't
 * @param spent why the SIM's limits allow no part now; undefined if they allow parts
 */
export const managerRouteState = (
  state: ManagerState,
  rest: Rest | undefined,
  spent: string | undefined,
  elapsed: number,
): { readonly state: RouteState; readonly reason: string | undefined } => {
  switch (state.kind) {
    case 'absent':
      return { state: 'down', reason: `no modem: ${state.reason}` };
    case 'unregistered':
      return { state: 'down', reason: `no network: ${state.reason}` };
    case 'aside':
      return { state: 'down', reason: asideWords(state) };
    case 'locked':
    case 'failed':
    case 'starting':
      return { state: 'down', reason: state.reason };
    case 'ready':
      if (rest !== undefined && elapsed < rest.until) return { state: 'degraded', reason: rest.reason };
      return spent === undefined ? { state: 'up', reason: undefined } : { state: 'degraded', reason: spent };
  }
};

/** A modem that stays in low power after Enable is locked by its maker until a program unlocks it. */
export const hintOf = (why: string): string =>
  /FCC|InvalidTransition|Invalid transition|low[- ]power/i.test(why)
    ? ": it may be FCC-locked, see the FCC unlock procedure in ModemManager's documentation"
    : '';
