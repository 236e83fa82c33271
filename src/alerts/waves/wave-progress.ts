import type { Wave } from '../../domain/alerts/alert.ts';
import { goesOut, hasPeopleLeft } from '../../domain/alerts/wave-state.ts';

/**
 * People of the wave for whom no message is stored yet. A stopped or overtaken wave counts 0: its remaining people get
 * messages that are recorded and never sent.
 */
export const comingIn = ({ state, expected, recipients }: Wave): number =>
  goesOut(state) && hasPeopleLeft(state) ? Math.max(0, expected - recipients) : 0;
