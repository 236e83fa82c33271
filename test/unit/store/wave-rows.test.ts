import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  goesOut,
  hasPeopleLeft,
  isOpen,
  OVERTAKEN,
  type WaveState,
} from '../../../src/domain/alerts/wave-state.ts';
import type { Db } from '../../../src/store/db.ts';
import {
  rowOfWaveState,
  waveGoesOut,
  waveHasPeopleLeft,
  waveIsOpen,
  waveIsStopped,
  waveStateOfRow,
} from '../../../src/store/rows/wave-rows.ts';
import { sqliteTest } from '../../support/store/about-sqlite.ts';
import { openBehind } from '../../support/store/behind-the-store.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
let db: Db;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
  db = openBehind(disk.path);
});
afterAll(async () => {
  db.close();
  await disk.remove();
});

const bits = [0, 1];
/** Every row that there can be, also those that no step leads to. */
const rows = [null, OVERTAKEN, 'the alert was stopped', ''].flatMap((cut) =>
  bits.flatMap((done) =>
    bits.flatMap((swept) =>
      bits.flatMap((overtaking) => [0, 3].map((undecided) => ({ cut, done, swept, overtaking, undecided }))),
    ),
  ),
);

const ROW =
  'SELECT CAST(@cut AS TEXT) AS cut, CAST(@done AS BIGINT) AS done, CAST(@swept AS BIGINT) AS swept';

test.each<[string, (alias: string) => string, (state: WaveState) => boolean]>([
  ['isOpen', waveIsOpen, isOpen],
  ['goesOut', waveGoesOut, goesOut],
  ['hasPeopleLeft', waveHasPeopleLeft, hasPeopleLeft],
  ['is stopped', waveIsStopped, ({ kind }) => kind === 'stopped'],
])(
  'a wave’s condition in SQL says of every row what the function says of the row’s state: %s',
  (_, sql, says) => {
    const ask = db.prepare(`SELECT ${sql('w')} FROM (${ROW}) w`).pluck();
    // A statement may negate the condition: NULL would be false both ways.
    const askNot = db.prepare(`SELECT NOT ${sql('w')} FROM (${ROW}) w`).pluck();
    for (const row of rows) {
      const { cut, done, swept } = row;
      const asked = { cut, done, swept };
      const expected = says(waveStateOfRow(row));
      expect([row, ask.get(asked)]).toEqual([row, expected ? 1 : 0]);
      expect([row, askNot.get(asked)]).toEqual([row, expected ? 0 : 1]);
    }
  },
);

test('the state of a wave is the same after it was written and read', () => {
  for (const row of rows) {
    const state = waveStateOfRow(row);
    expect(waveStateOfRow(rowOfWaveState(state))).toEqual(state);
  }
});

sqliteTest(
  'the open waves of all alerts are found by an index, however many waves are no longer open',
  () => {
    const plan = db
      .prepare<[], { detail: string }>(
        `EXPLAIN QUERY PLAN SELECT * FROM alert_waves WHERE ${waveIsOpen('alert_waves')} ORDER BY alert_id, wave`,
      )
      .all();
    expect(plan.map(({ detail }) => detail)).toEqual(['SCAN alert_waves USING INDEX alert_waves_open']);
  },
);
