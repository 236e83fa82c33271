import { OVERTAKEN, type WaveState, waveFieldsOf, waveStateOf } from '../../domain/alerts/wave-state.ts';

/** The columns of `alert_waves` that store the state of a wave. */
export interface WaveStateRow {
  readonly done: number;
  readonly cut: string | null;
  readonly swept: number;
  readonly undecided: number;
  readonly overtaking: number;
}

export const waveStateOfRow = ({ done, cut, swept, undecided, overtaking }: WaveStateRow): WaveState =>
  waveStateOf({
    done: done === 1,
    cut: cut ?? undefined,
    swept: swept === 1,
    undecided,
    overtaking: overtaking === 1,
  });

export const rowOfWaveState = (state: WaveState): WaveStateRow => {
  const { done, cut, swept, undecided, overtaking } = waveFieldsOf(state);
  return {
    done: done ? 1 : 0,
    cut: cut ?? null,
    swept: swept ? 1 : 0,
    undecided,
    overtaking: overtaking ? 1 : 0,
  };
};

// The rules of `wave-state.ts` as conditions in SQL on a row of `alert_waves` with the given alias. A test compares
// each condition with its function, for every row that there can be.

/**
 * SQL for `isOpen`, spelled exactly as the condition of the partial index `alert_waves_open`: otherwise SQLite doesn't
 * use the index.
 */
export const waveIsOpen = (alias: string): string =>
  `(${alias}.done = 0 OR (${alias}.cut IS NOT NULL AND ${alias}.swept = 0))`;

/** SQL for `goesOut` of `wave-state.ts`. */
export const waveGoesOut = (alias: string): string => `${alias}.cut IS NULL`;

/** Whether the state of the wave is `stopped`. */
export const waveIsStopped = (alias: string): string =>
  `(${alias}.cut IS NOT NULL AND ${alias}.cut <> '${OVERTAKEN}')`;

/** SQL for `hasPeopleLeft` of `wave-state.ts`. */
export const waveHasPeopleLeft = (alias: string): string => `${alias}.done = 0`;
