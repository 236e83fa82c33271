import type { Wave } from '../../../domain/alerts/alert.ts';
import type { WaveState } from '../../../domain/alerts/wave-state.ts';
import type { Db } from '../../db.ts';
import { rowOfWaveState } from '../../rows/wave-rows.ts';

/** The only statement that writes the state of a wave. */
export const prepareWaveState = (db: Db) => {
  const set = db.prepare(`
    UPDATE alert_waves SET done = ?, cut = ?, swept = ?, undecided = ?, overtaking = ? WHERE alert_id = ? AND wave = ?`);
  return ({ alert, wave }: Pick<Wave, 'alert' | 'wave'>, state: WaveState): void => {
    const { done, cut, swept, undecided, overtaking } = rowOfWaveState(state);
    set.run(done, cut, swept, undecided, overtaking, alert, wave);
  };
};
