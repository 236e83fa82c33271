import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  goesOut,
  hasPeopleLeft,
  isOpen,
  OVERTAKEN,
  type WaveState,
} from '../../../src/domain/alerts/wave-state.ts';
import {
  rowOfWaveState,
  waveGoesOut,
  waveHasPeopleLeft,
  waveIsOpen,
  waveIsStopped,
  waveStateOfRow,
} from '../../../src/store/rules/wave-rows.ts';
import { migrations } from '../../../src/store/sqlite/migrations.ts';

let db: Database.Database;
beforeAll(() => {
  db = new Database(':memory:');
  for (const migration of migrations) db.exec(migration);
});
afterAll(() => db.close());

const bits = [0, 1];
/** Every row that there can be, also those that no step leads to. */
const rows = [null, OVERTAKEN, 'the alert was stopped', ''].flatMap((cut) =>
  bits.flatMap((done) =>
    bits.flatMap((swept) =>
      bits.flatMap((overtaking) => [0, 3].map((undecided) => ({ cut, done, swept, overtaking, undecided }))),
    ),
  ),
);

test.each<[string, (alias: string) => string, (state: WaveState) => boolean]>([
  ['isOpen', waveIsOpen, isOpen],
  ['goesOut', waveGoesOut, goesOut],
  ['hasPeopleLeft', waveHasPeopleLeft, hasPeopleLeft],
  ['is stopped', waveIsStopped, ({ kind }) => kind === 'stopped'],
])(
  'a wave’s condition in SQL says of every row what the function says of the row’s state: %s',
  (_, sql, says) => {
    const ask = db
      .prepare(
        `SELECT ${sql('w')} FROM (SELECT @cut AS cut, @done AS done, @swept AS swept, @overtaking AS overtaking) w`,
      )
      .pluck();
    // A statement may negate the condition: NULL would be false both ways.
    const askNot = db
      .prepare(`SELECT NOT ${sql('w')} FROM (SELECT @cut AS cut, @done AS done, @swept AS swept) w`)
      .pluck();
    for (const row of rows) {
      const expected = says(waveStateOfRow(row));
      expect([row, ask.get(row)]).toEqual([row, expected ? 1 : 0]);
      const { overtaking: _overtaking, undecided: _undecided, ...asked } = row;
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

test('the open waves of all alerts are found by an index, however many waves are no longer open', () => {
  const plan = db
    .prepare<[], { detail: string }>(
      `EXPLAIN QUERY PLAN SELECT * FROM alert_waves WHERE ${waveIsOpen('alert_waves')} ORDER BY alert_id, wave`,
    )
    .all();
  expect(plan.map(({ detail }) => detail)).toEqual(['SCAN alert_waves USING INDEX alert_waves_open']);
});
