import { expect, test } from 'vitest';
import { modemRoute } from '../../../../../src/config/routes/modem-route.ts';
import { Remedies } from '../../../../../src/routes/modem/manager/remedies.ts';
import { recordingLog } from '../../../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';

const IMEI = '490154203237518';

const rig = () => {
  const clock = new VirtualClock();
  const done: string[] = [];
  const config = modemRoute.parse({
    id: 's',
    type: 'modem',
    modemManager: { imei: IMEI },
    powerHook: ['cycle'],
  });
  const remedies = new Remedies(config, {
    clock,
    log: recordingLog(),
    host: {
      run: async ([command = '']) => {
        done.push(command);
      },
    },
    reset: async () => {
      done.push('Reset');
    },
    changed: () => done.push('rested'),
  });
  return { clock, done, remedies };
};

test('a modem whose messages fail rests longer each time, is reset after 5 failures, and has its power cut after 10', async () => {
  const { clock, done, remedies } = rig();
  const rests: number[] = [];
  for (let failure = 0; failure < 10; failure++) {
    remedies.failed('no answer');
    rests.push((remedies.rest?.until ?? 0) - clock.elapsed());
    await clock.advance(120_000);
  }
  expect(rests.slice(0, 4)).toEqual([2000, 4000, 8000, 16_000]);
  expect(Math.max(...rests)).toBe(120_000);
  expect(done.filter((what) => what !== 'rested')).toEqual(['Reset', 'cycle']);
  expect(done.filter((what) => what === 'rested')).toHaveLength(10);
  await remedies.close();
  expect(clock.pending).toBe(0);
});

test('a modem that sends a message again begins anew with its failures', async () => {
  const { clock, done, remedies } = rig();
  for (let failure = 0; failure < 8; failure++) {
    remedies.failed('no answer');
    if (failure % 4 === 3) remedies.fine();
    await clock.advance(120_000);
  }
  expect(remedies.rest).toBeUndefined();
  expect(done).not.toContain('Reset');
  await remedies.close();
});
