import { expect, test } from 'vitest';
import { RouteRunner } from '../../../../src/dispatch/route/route-runner.ts';
import type { RouteStatus } from '../../../../src/domain/routes/route.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { samplePart } from '../../../support/smpp/smpp-samples.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

/** A carrier that answers nothing any more, so that its route takes one part at a time whatever its window. */
class ProbedRoute extends FakeRoute {
  override status(): RouteStatus {
    return { ...super.status(), state: 'degraded', room: 1 };
  }
}

const runnerOf = (route: FakeRoute, contract?: number) =>
  new RouteRunner(route, contract, new VirtualClock());

test('a tenth of the parts that a route may be given is kept for critical messages', () => {
  const runner = runnerOf(new FakeRoute('orange'), 10_000);
  expect([runner.budget(true), runner.budget(false)]).toEqual([100, 90]);
});

test.each([
  [1, 1],
  [2, 1],
  [3, 2],
  [9, 8],
  [10, 9],
  [11, 9],
  [50, 45],
])('of a window of %i places %i may be used by messages that are not critical', (window, others) => {
  const route = new FakeRoute('orange');
  route.window = window;
  // With a contract the route's window is used from the start, and not found out step by step.
  const runner = new RouteRunner(route, 5000, new VirtualClock());
  expect([runner.budget(true), runner.budget(false)]).toEqual([window, others]);
});

test('the parts of a long bulk message leave one place of the window free, and a critical part takes it at once', () => {
  const route = new FakeRoute('orange');
  route.window = 3;
  route.answers = () => 'silent';
  const runner = runnerOf(route);
  for (let part = 1; part <= 5; part++) runner.send({ ...samplePart(), part, priority: 'low' }, () => {});
  runner.pump();
  expect(route.submitted).toHaveLength(2);
  runner.send({ ...samplePart(), priority: 'critical' }, () => {});
  runner.pump();
  expect(route.submitted.map(({ priority }) => priority)).toEqual(['low', 'low', 'critical']);
});

test('a route that takes one part at a time is given a part of any priority, since else it would never show that it is back', () => {
  const runner = runnerOf(new ProbedRoute('orange'));
  expect([runner.budget(true), runner.budget(false)]).toEqual([1, 1]);
});

test('a route that came back is given two parts, whatever its window, and four once it has accepted them', async () => {
  const route = new FakeRoute('orange');
  const runner = runnerOf(route);
  for (const state of ['up', 'down', 'up'] as const) {
    route.state = state;
    runner.snapshot();
  }
  expect([runner.budget(true), runner.budget(false)]).toEqual([2, 2]);
  const answers = [1, 2].map(() => new Promise((done) => runner.send(samplePart(), done)));
  runner.pump();
  await Promise.all(answers);
  expect(runner.budget(true)).toBe(4);
});

test('the places that are kept for critical parts stay free while other parts are claimed ahead', () => {
  const runner = runnerOf(new FakeRoute('orange'), 10_000);
  runner.reserve(180, false);
  expect([runner.budget(true), runner.budget(false)]).toEqual([10, -90]);
  runner.reserve(4, true);
  expect(runner.budget(true)).toBe(6);
});

test('parts that are claimed ahead wait for the pace of a contract like all others', () => {
  const runner = runnerOf(new FakeRoute('orange'), 1000);
  expect([runner.budget(false), runner.budget(false, { ahead: 50 })]).toEqual([40, 40]);
});
