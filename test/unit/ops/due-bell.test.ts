import { describe, expect, test } from 'vitest';
import type { DueKind } from '../../../src/domain/operation/due.ts';
import { TocsinError } from '../../../src/kernel/errors.ts';
import { DueBell } from '../../../src/ops/due-bell.ts';
import { recordingLog } from '../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const made = () => {
  const clock = new VirtualClock();
  const state = { due: [] as readonly DueKind[], isBroken: false, asked: 0 };
  const woken: DueKind[] = [];
  const bell = new DueBell({
    store: {
      due: async () => {
        state.asked++;
        if (state.isBroken) throw new TocsinError('storeUnavailable', 'the disk fails');
        return state.due;
      },
    },
    times: (now) => ({ now, expiredUntil: 0, givenUpUntil: 0 }),
    wake: {
      deadlines: () => woken.push('deadlines'),
      alerts: () => woken.push('alerts'),
      drills: () => woken.push('drills'),
      schedules: () => woken.push('schedules'),
      withdrawals: () => woken.push('withdrawals'),
    },
    clock,
    log: recordingLog(),
  });
  bell.start();
  return { clock, state, bell, woken };
};

describe('the bell', () => {
  test('wakes nobody while nothing is due, and asks once a second', async () => {
    const { clock, state, woken } = made();
    await clock.advance(10_000);
    expect([state.asked, woken]).toEqual([10, []]);
  });

  test('wakes those who have something to do each second, and once more when there is nothing left', async () => {
    const { clock, state, woken } = made();
    state.due = ['alerts', 'drills'];
    await clock.advance(2000);
    expect(woken.splice(0)).toEqual(['alerts', 'drills', 'alerts', 'drills']);
    state.due = ['drills'];
    await clock.advance(2000);
    expect(woken).toEqual(['drills', 'alerts', 'drills']);
  });

  test('goes on after the store could not be read', async () => {
    const { clock, state, woken } = made();
    state.isBroken = true;
    await clock.advance(3000);
    state.isBroken = false;
    state.due = ['deadlines'];
    await clock.advance(5000);
    expect(woken).toContain('deadlines');
  });

  test('rings no more after it was stopped', async () => {
    const { clock, state, bell } = made();
    await bell.stop();
    await clock.advance(5000);
    expect([state.asked, clock.pending]).toEqual([0, 0]);
  });
});
