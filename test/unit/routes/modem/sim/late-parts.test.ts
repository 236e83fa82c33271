import { expect, it } from 'vitest';
import { toMsisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { DatedSimRepository } from '../../../../support/modem/dated-sim-repository.ts';
import { type Harness, part, ready, stop } from '../../../../support/modem/harness.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';

const SIM = '8933150319000000018';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const T0 = Date.UTC(2026, 0, 1);

/** A modem whose SIM has these limits; the harness takes a second until it is ready. */
const limited = (limits: object, startMs = T0, simRepository = new DatedSimRepository()): Promise<Harness> =>
  ready({ clock: new VirtualClock(startMs - 1000), simRepository, config: { limits, networkMode: 'keep' } });

/** Sends a part; the modem takes so long until its prompt, and so long until its result. */
const sendLate = async ({ route, clock, modem }: Harness, promptMs: number, resultMs = 0): Promise<void> => {
  modem.prompt = '';
  if (resultMs > 0) modem.results.push(undefined);
  const outcome = route.submit(part(clock));
  await clock.advance(promptMs);
  modem.raw('\r\n> ');
  await clock.advance(resultMs);
  if (resultMs > 0) modem.say('+CMGS: 7', 'OK');
  await clock.advance(0);
  expect(await outcome).toMatchObject({ kind: 'accepted' });
  modem.prompt = '\r\n> ';
};

const untilAt = ({ clock }: Harness, at: number): Promise<void> => clock.advance(at - clock.now());

it('a part whose prompt came late counts for the minute in which the network got it, not from its claim', async () => {
  const made = await limited({ perMinute: 1 });
  await sendLate(made, 8000);
  await untilAt(made, T0 + 8000 + MINUTE_MS - 1);
  expect(made.route.status()).toMatchObject({ state: 'degraded', room: 0 });
  await untilAt(made, T0 + 8000 + MINUTE_MS + 6000);
  expect(made.route.status()).toMatchObject({ state: 'up', room: 1 });
  await stop(made.route);
});

it('a part that was never answered counts from when the modem was given up, since the network may have got it late', async () => {
  const made = await limited({ perMinute: 1 });
  made.modem.results.push(undefined);
  const outcome = made.route.submit(part(made.clock));
  await untilAt(made, T0 + 180_000);
  expect(await outcome).toMatchObject({ kind: 'uncertain' });
  await untilAt(made, T0 + 180_000 + MINUTE_MS - 1);
  expect(made.route.status().room).toBe(0);
  await untilAt(made, T0 + 180_000 + MINUTE_MS + 6000);
  expect(made.route.status().room).toBe(1);
  await stop(made.route);
});

it('a part that got its result minutes later counts for the hour from then, also on disk', async () => {
  const made = await limited({ perHour: 1 });
  await sendLate(made, 8000, 120_000);
  const at = T0 + 128_000;
  expect(made.simRepository.used).toBe(1);
  expect(await made.simRepository.usage(SIM)).toMatchObject({
    minutes: [
      { minute: T0 / MINUTE_MS, parts: 0 },
      { minute: Math.floor(at / MINUTE_MS), parts: 1 },
    ],
  });
  await untilAt(made, at + HOUR_MS - 1);
  expect(made.route.status().room).toBe(0);
  await untilAt(made, at + HOUR_MS + 2 * MINUTE_MS);
  expect(made.route.status().room).toBe(1);
  await stop(made.route);
});

it('the message of a radio check that was answered late counts from then', async () => {
  const made = await limited({ perMinute: 1 });
  const { route, clock, modem } = made;
  modem.results.push(undefined);
  void route.sim.checkRadio(toMsisdn('+33639981099'));
  await clock.advance(20_000);
  expect(modem.pdus).toHaveLength(1);
  modem.say('+CMGS: 7', 'OK');
  // The check waits for a proof of arrival meanwhile, and ends.
  await untilAt(made, T0 + 20_000 + MINUTE_MS - 1);
  expect(route.status()).toMatchObject({ room: 0, reason: expect.stringMatching(/any minute/) });
  await untilAt(made, T0 + 20_000 + MINUTE_MS + 6000);
  expect(route.status().room).toBe(1);
  await stop(route);
});

it('a part with a quick answer is counted once', async () => {
  const made = await limited({ perMinute: 1 });
  let counts = 0;
  const count = made.simRepository.countParts.bind(made.simRepository);
  made.simRepository.countParts = (...counted) => {
    counts++;
    return count(...counted);
  };
  await sendLate(made, 2000);
  expect(counts).toBe(1);
  await stop(made.route);
});

it.each([
  ['minute', { perMinute: 1 }, MINUTE_MS],
  ['hour', { perHour: 1 }, HOUR_MS],
])(
  'a part before a power cut counts a quarter of a minute longer than the %s: it may have waited for its prompt',
  async (_window, limits, windowMs) => {
    const simRepository = new DatedSimRepository();
    // The power failed before the modem answered, and the part left ten seconds after it was counted.
    simRepository.sentBefore(SIM, T0 - 1, 1);
    const made = await limited(limits, T0 + 11_000, simRepository);
    await untilAt(made, T0 - 1 + 10_000 + windowMs);
    expect(made.route.status().room).toBe(0);
    await untilAt(made, T0 + 16_000 + windowMs);
    expect(made.route.status().room).toBe(1);
    await stop(made.route);
  },
);
