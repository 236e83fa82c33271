import { expect, test } from 'vitest';
import { RouteRunner } from '../../../../src/dispatch/route/route-runner.ts';
import type { Outcome } from '../../../../src/domain/messages/outcome.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { samplePart } from '../../../support/smpp/smpp-samples.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const PUT_OFF: Outcome = { kind: 'retry', afterMs: 1000, reason: 'throttled', evidence: '', throttled: true };

/** A carrier that puts off each part. */
class ShutRoute extends FakeRoute {
  count = 0;

  override submit(): Promise<Outcome> {
    this.count++;
    return Promise.resolve(PUT_OFF);
  }
}

test('a part that waits for a carrier that takes nothing is given back when its validity ends, not at the next try', async () => {
  const clock = new VirtualClock();
  const route = new ShutRoute('orange');
  const runner = new RouteRunner(route, undefined, clock);
  const put = (validUntil: number): Promise<{ outcome: Outcome; at: number }> =>
    new Promise((resolve) => {
      runner.send(samplePart({ validUntil }), (outcome) => resolve({ outcome, at: clock.now() }));
      runner.pump();
    });
  // By now the pauses between two tries are as long as they become.
  for (const began = clock.now(); clock.now() - began < 150_000; await clock.advance(1000))
    if (runner.inHand === 0) void put(clock.now() + 3_600_000);
  const before = route.count;
  const validUntil = clock.now() + 5000;
  const waiting = put(validUntil);
  await clock.advance(5001);
  expect(await waiting).toEqual({
    outcome: expect.objectContaining({ reason: 'the validity ended before the route took the part' }),
    at: validUntil + 1,
  });
  expect(route.count).toBe(before);
});
