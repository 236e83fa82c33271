import { OVERTAKEN, type Wave } from '../../domain/alerts/alert.ts';
import type { AlertState } from '../../domain/alerts/alert-state.ts';

/** Whether a later wave is taking what is queued of this one in its own place; it is left to that. */
export const isBeingOvertaken = ({ alert, wave, cut }: Wave, waves: readonly Wave[]): boolean =>
  (cut === undefined || cut === OVERTAKEN) &&
  waves.some((one) => one.alert === alert && one.wave > wave && isOvertaking(one));

/** What of the waves before is queued has still to be made anew in this one. */
export const isOvertaking = ({ overtaking, cut }: Wave): boolean => overtaking && cut === undefined;

/** Whether nothing of this wave may leave. @param waves of the same alert */
export const isHeld = (wave: Wave, waves: readonly Wave[], state: AlertState): boolean =>
  state === 'paused' || wave.cut !== undefined || isBeingOvertaken(wave, waves);
