import type { AlertState } from '../../../domain/alerts/alert-state.ts';
import { isKeptFromSending } from '../../../domain/alerts/wave-state.ts';
import type { Db } from '../../db.ts';
import { type WaveStateRow, waveStateOfRow } from '../../rows/wave-rows.ts';

interface WaveRow extends WaveStateRow {
  readonly wave: number;
  readonly alertState: AlertState;
}

/** Gives the waves of an alert whose messages may be claimed: not those of a paused alert, or that are overtaken. */
export const prepareFreeToSend = (db: Db): ((alert: number) => readonly number[]) => {
  const wavesOf = db.prepare<[number], WaveRow>(
    `SELECT w.wave, a.state AS alertState, w.done, w.cut, w.swept, w.undecided, w.overtaking
     FROM alert_waves w JOIN alerts a ON a.id = w.alert_id WHERE w.alert_id = ? ORDER BY w.wave`,
  );
  return (alert) => {
    const rows = wavesOf.all(alert);
    const waves = rows.map((row) => ({ alert, wave: row.wave, state: waveStateOfRow(row) }));
    const state = rows[0]?.alertState ?? 'paused';
    return waves.filter((one) => !isKeptFromSending(one, waves, state)).map(({ wave }) => wave);
  };
};

/** Says whether the wave that a lane is for must not be claimed now. A turn names an alert and its wave: "12.3". */
export const prepareIsHeld = (db: Db): ((turn: string) => boolean) => {
  const freeToSend = prepareFreeToSend(db);
  return (turn) => {
    const [alert = Number.NaN, wave = Number.NaN] = turn.split('.').map(Number);
    return Number.isInteger(alert) && Number.isInteger(wave) && !freeToSend(alert).includes(wave);
  };
};
