import { expect, test } from 'vitest';
import { RouteRunner } from '../../../../src/dispatch/route/route-runner.ts';
import type { Outcome } from '../../../../src/domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../../src/domain/routes/route.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { samplePart } from '../../../support/smpp/smpp-samples.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const COMFORTABLE = 100;

/** Accepts each part, and says with each above so many in a second that it is congested. */
class CongestedRoute extends FakeRoute {
  readonly leftAt: number[] = [];
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    super('orange');
    this.#clock = clock;
  }

  override submit(part: OutgoingPart): Promise<Outcome> {
    const now = this.#clock.now();
    this.leftAt.push(now);
    const congested = this.#inTheSecondBefore(now) > COMFORTABLE;
    const outcome: Outcome = { kind: 'accepted', carrier: 'fake', carrierRef: String(part.messageId) };
    return new Promise((resolve) =>
      this.#clock.after(20, () => resolve(congested ? { ...outcome, congested } : outcome)),
    );
  }

  #inTheSecondBefore(now: number): number {
    return this.leftAt.filter((at) => at > now - 1000).length;
  }
}

test('a carrier that accepts parts and says that it is congested is sent fewer, and no part fails', async () => {
  const clock = new VirtualClock();
  const route = new CongestedRoute(clock);
  const runner = new RouteRunner(route, undefined, clock);
  const outcomes: Outcome[] = [];
  const supply = () => {
    for (let i = Math.floor(runner.budget(true)); i > 0; i--) {
      runner.send(samplePart(), (outcome) => {
        outcomes.push(outcome);
        supply();
      });
    }
    runner.pump();
  };
  supply();
  await clock.advance(10_000);
  const lately = route.leftAt.filter((at) => at > clock.now() - 5000).length / 5;
  expect(lately).toBeGreaterThan(COMFORTABLE * 0.5);
  expect(lately).toBeLessThan(COMFORTABLE * 1.5);
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['accepted']));
  runner.close('the gateway is stopping');
});
