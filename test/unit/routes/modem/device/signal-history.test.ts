import { describe, expect, it } from 'vitest';
import { SignalHistory } from '../../../../../src/routes/modem/device/signal-history.ts';

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const DAY_MS = 96 * QUARTER_MS;
const T0 = Date.UTC(2026, 0, 1);

const dbm = (value: number | undefined) => ({ dbm: value, rsrp: undefined, rsrq: undefined });

describe('the history of a modem’s signal', () => {
  it('has the mean and the lowest value of each quarter of an hour', () => {
    const history = new SignalHistory();
    history.add({ dbm: -71, rsrp: -90, rsrq: -10 }, T0);
    history.add({ dbm: -91, rsrp: -101, rsrq: -13 }, T0 + MINUTE_MS);
    history.add(dbm(-75), T0 + QUARTER_MS);
    expect(history.list(T0 + QUARTER_MS)).toEqual([
      { at: T0, dbm: -81, lowestDbm: -91, rsrp: -95.5, rsrq: -11.5 },
      { at: T0 + QUARTER_MS, dbm: -75, lowestDbm: -75, rsrp: undefined, rsrq: undefined },
    ]);
  });

  it('leaves out a quarter of an hour in which the modem told no signal', () => {
    const history = new SignalHistory();
    history.add(dbm(-71), T0);
    history.add(dbm(undefined), T0 + QUARTER_MS);
    history.add(dbm(-73), T0 + 2 * QUARTER_MS);
    expect(history.list(T0 + 2 * QUARTER_MS).map(({ at }) => at)).toEqual([T0, T0 + 2 * QUARTER_MS]);
  });

  it('has the last day and no more, however long the modem runs, also after a silence', () => {
    const history = new SignalHistory();
    for (let at = T0; at < T0 + 3 * DAY_MS; at += 5 * MINUTE_MS) history.add(dbm(-71), at);
    expect(history.list(T0 + 3 * DAY_MS - 1)).toHaveLength(96);
    expect(history.list(T0 + 4 * DAY_MS)).toEqual([]);
  });

  it('goes on after the clock was set back, without the times that are still to come', () => {
    const history = new SignalHistory();
    history.add(dbm(-71), T0 + DAY_MS);
    history.add(dbm(-73), T0);
    expect(history.list(T0).map((slot) => slot.dbm)).toEqual([-73]);
  });

  it('gives each slot away once, when the next one begins', () => {
    const history = new SignalHistory();
    expect(history.add(dbm(-71), T0)).toBeUndefined();
    expect(history.add(dbm(-73), T0 + MINUTE_MS)).toBeUndefined();
    expect(history.add(dbm(-75), T0 + QUARTER_MS)).toMatchObject({ at: T0, dbm: -72, lowestDbm: -73 });
    expect(history.add(dbm(-75), T0 + QUARTER_MS + 1)).toBeUndefined();
  });

  it('takes up the slots of an earlier process, in order, beside its own', () => {
    const before = new SignalHistory();
    for (const quarter of [0, 1, 2]) before.add(dbm(-70 - quarter), T0 + quarter * QUARTER_MS);
    const slots = before.list(T0 + 2 * QUARTER_MS);
    const after = new SignalHistory();
    after.add(dbm(-90), T0 + 2 * QUARTER_MS + MINUTE_MS);
    after.restore(slots);
    expect(after.list(T0 + 3 * QUARTER_MS).map((slot) => slot.dbm)).toEqual([-70, -71, -90]);
  });
});
