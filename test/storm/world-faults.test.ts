import { expect, test } from 'vitest';
import { describeFalls } from '../chaos/report.ts';
import type { WorldFault } from './faults/world-faults.ts';
import { heldLawsOf } from './held-laws.ts';
import { stormPlanOf, usualPlanOf } from './plan.ts';
import { runStorm } from './run-storm.ts';

/** A seed whose machine has no fault of its own. */
const QUIET_SEED = 7;

const disk = { atMs: 1000, forMs: 1800, code: 'SQLITE_FULL', slowMs: 1500 };
const network = { atMs: 1000, forMs: 1800, way: 'both', octets: 700 } as const;

const silence = { kind: 'silence', ...network } as const;
const clockBy = (byMs: number): WorldFault => ({ kind: 'clock', atMs: 1000, byMs, isSetRight: true });

const faults: readonly (readonly [string, WorldFault])[] = [
  ['the power fails within a commit', { kind: 'cut at commit', atMs: 800, commits: 5, moment: 'within' }],
  [
    'the power fails after a commit and before its answer',
    { kind: 'cut at commit', atMs: 800, commits: 9, moment: 'after' },
  ],
  ['the power fails within a checkpoint', { kind: 'cut at checkpoint', atMs: 1500 }],
  ['the power fails again while it starts', { kind: 'cut at start', atMs: 1500, afterMs: 40 }],
  ['the power fails while it stops', { kind: 'cut at stop', atMs: 1500, afterMs: 60 }],
  ['SIGTERM comes while it starts', { kind: 'SIGTERM at start', atMs: 1500, afterMs: 20 }],
  ['the disk has no room, or on PostgreSQL each connection is soon lost', { kind: 'no room', ...disk }],
  ['the disk is full', { kind: 'failing disk', ...disk }],
  ['the disk has errors', { kind: 'failing disk', ...disk, code: 'SQLITE_IOERR_WRITE' }],
  [
    'the disk cannot sync, or PostgreSQL is out of reach',
    { kind: 'failing disk', ...disk, code: 'SQLITE_IOERR_FSYNC' },
  ],
  ['the disk is read-only', { kind: 'failing disk', ...disk, code: 'SQLITE_READONLY' }],
  ['each commit takes a second', { kind: 'slow disk', ...disk }],
  ['the clock is set forward by an hour', { kind: 'clock', atMs: 1000, byMs: 3_600_000, isSetRight: true }],
  ['the clock is set back by a year', { kind: 'clock', atMs: 1000, byMs: -31_536_000_000, isSetRight: true }],
  ['the connections are silent', { kind: 'silence', ...network, route: 'first' }],
  ['the connections are lost', { kind: 'lost connections', ...network, route: 'first' }],
  ['a carrier takes connections and says nothing', { kind: 'mute listener', ...network, route: 'first' }],
  ['a connection is cut in the middle of a frame', { kind: 'cut connection', ...network, route: 'first' }],
];

test.each(faults)('the gateway keeps every law while %s', async (_, fault) => {
  const plan = { ...stormPlanOf(QUIET_SEED), acts: [], worldFaults: [fault] };
  const { history, falls } = await runStorm(plan);
  expect(falls, describeFalls(history, falls)).toEqual([]);
});

test.each<readonly [string, string, WorldFault]>([
  ['people launch and stop alerts over a silent network', 'people', { ...silence, route: 'first' }],
  ['people launch and stop alerts by a clock that is set forward and right again', 'people', clockBy(5000)],
  ['phones write while the disk is full', 'inbound', { kind: 'failing disk', ...disk }],
  ['phones write while the clock is set forward by an hour', 'inbound', clockBy(3_600_000)],
  ['modems send while each commit takes a second', 'modems', { kind: 'slow disk', ...disk }],
])('the gateway keeps every law while %s', async (_, act, fault) => {
  const plan = { ...usualPlanOf(QUIET_SEED), acts: [act], worldFaults: [fault] };
  const { history, falls } = await runStorm(plan);
  expect(falls, describeFalls(history, falls)).toEqual([]);
});

test('a gateway whose PostgreSQL cannot even be read is not ready, though nothing was to be written', () =>
  heldLawsOf(stormPlanOf(2023)));

test('a third of the worlds or more has no fault of the machine, since the laws excuse more where a process died', () => {
  const plans = Array.from({ length: 60 }, (_, seed) => stormPlanOf(seed + 1));
  const quiet = plans.filter(({ worldFaults }) => worldFaults.length === 0).length;
  expect(quiet).toBeGreaterThanOrEqual(20);
  expect(quiet).toBeLessThanOrEqual(40);
});
