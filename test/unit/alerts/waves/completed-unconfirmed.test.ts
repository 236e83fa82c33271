import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mayComplete } from '../../../../src/alerts/waves/completion.ts';
import { alertsConfig } from '../../../../src/config/alerts.ts';
import type { State } from '../../../../src/domain/messages/state.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { correction, wavesOf } from '../../../support/alerts/waves.ts';
import { accepted, receipt } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());
const { launched } = wavesOf(() => rig);

const MINUTE = 60_000;
const QUIET = alertsConfig.parse({}).receiptsQuiet;

/** An alert to three people, whose messages a carrier has taken. */
const threeSent = async () => {
  const id = await launched(3);
  await rig.untilExpanded(id);
  const claims = await rig.claim(`${id}.1`);
  await rig.disk.store.settle(
    claims.map((one) => accepted(one, `ref-${one.id}`, { at: rig.disk.clock.now() })),
  );
  rig.progress.forget(id);
  return { id, claims };
};
const stateOf = async (id: number) => (await rig.service.get(id))?.state;
const receiptOf = async ({ id }: { readonly id: number }) => {
  await rig.disk.store.record([receipt(`ref-${id}`)], rig.disk.clock.now());
};

describe('an alert of which only receipts are missing', () => {
  test('waits two minutes after the last outcome or receipt, and is completed then with the number of unconfirmed people', async () => {
    const { id, claims } = await threeSent();
    await rig.disk.clock.advance(MINUTE);
    if (claims[0] !== undefined) await receiptOf(claims[0]);
    await rig.disk.clock.advance(QUIET - 5000);
    expect(await stateOf(id)).toBe('sending');
    await rig.disk.clock.advance(10_000);
    const done = await rig.untilState(id, 'completed');
    expect((done?.finishedAt ?? 0) - (done?.launched?.at ?? 0)).toBeLessThan(4 * MINUTE);
    const overview = await rig.service.overview(id);
    expect(overview?.log.at(-1)).toMatchObject({
      action: 'complete',
      detail: '1 of 3 people reached, 2 unconfirmed',
    });
    expect(overview?.people).toMatchObject({ total: 3, reached: 1, unconfirmed: 2, underWay: 0 });
  });

  test('waits as long after a time in the future was found, which a wrong clock left, and not until that time', async () => {
    const { clock } = rig.disk;
    clock.set(365 * 24 * 60 * MINUTE);
    const { id } = await threeSent();
    clock.set(-365 * 24 * 60 * MINUTE);
    await clock.advance(5000);
    rig.progress.forget(id);
    await rig.untilState(id, 'completed');
    expect(clock.elapsed()).toBeGreaterThan(QUIET);
  });

  test('takes late receipts after it was completed: the totals, the report and the figures that are kept have them', async () => {
    const { id, claims } = await threeSent();
    await rig.disk.clock.advance(QUIET + 5000);
    await rig.untilState(id, 'completed');
    const reports = rig.reports();
    // Two messages may still change, so no figures are kept yet.
    expect(await reports.snapshot()).toBe(0);
    await rig.disk.clock.advance(30 * MINUTE);
    for (const claim of claims) await receiptOf(claim);
    await rig.disk.clock.advance(20_000);
    expect(await reports.snapshot()).toBe(1);
    expect((await rig.service.overview(id))?.people).toMatchObject({ reached: 3, unconfirmed: 0 });
    expect((await reports.report(id))?.summary.people).toMatchObject({ reached: 3, unconfirmed: 0 });
    const kept = await rig.disk.store.reports.keptFigures(id);
    expect(kept?.figures.messages).toMatchObject([{ state: 'delivered', messages: 3 }]);
    expect(await stateOf(id)).toBe('completed');
  });

  test('can be corrected after it was completed: the correction goes to the unconfirmed people too', async () => {
    const { id } = await threeSent();
    await rig.disk.clock.advance(QUIET + 5000);
    await rig.untilState(id, 'completed');
    await rig.service.cancel(id, correction, { actor: author });
    await rig.until(
      async () => (await rig.messages(id)).length,
      (messages) => messages === 6,
    );
  });

  test('is not completed if it was stopped', async () => {
    const { id } = await threeSent();
    await rig.service.stop(id, author);
    await rig.disk.clock.advance(QUIET + 5 * MINUTE);
    expect(await stateOf(id)).toBe('stopped');
  });
});

test('an alert that was taken back tells when, from the cancel on and after it was completed', async () => {
  const { id, claims } = await threeSent();
  await rig.deliver(claims);
  expect((await rig.service.get(id))?.cancelledAt).toBeUndefined();
  const at = rig.disk.clock.now();
  await rig.service.cancel(id, correction, { actor: author });
  expect((await rig.service.get(id))?.cancelledAt).toBe(at);
  await rig.untilExpanded(id);
  await rig.deliver(await rig.claim(`${id}.2`));
  expect((await rig.untilState(id, 'completed'))?.cancelledAt).toBe(at);
});

test('a person with messages of two waves counts once, also when only the first one was delivered', async () => {
  const { id, claims } = await threeSent();
  await rig.deliver(claims.slice(0, 2));
  await rig.service.update(id, correction, author);
  await rig.untilExpanded(id);
  await rig.refuse(await rig.claim(`${id}.2`));
  await rig.disk.clock.advance(2000);
  const overview = await rig.service.overview(id);
  expect(overview?.counts.reduce((sum, { messages }) => sum + messages, 0)).toBe(6);
  expect(overview?.people).toEqual({
    total: 3,
    suppressed: 0,
    toReach: 3,
    reached: 2,
    unconfirmed: 1,
    inDoubt: 0,
    underWay: 0,
    notReached: 0,
  });
});

test.each<[string, readonly (readonly [State, number | undefined])[], boolean]>([
  [
    'all messages have ended',
    [
      ['delivered', 0],
      ['failed', 99_999],
    ],
    true,
  ],
  [
    'one is queued, such as for another try',
    [
      ['delivered', 0],
      ['queued', undefined],
    ],
    false,
  ],
  [
    'a route is sending one, perhaps in doubt',
    [
      ['sent', 0],
      ['sending', undefined],
    ],
    false,
  ],
  [
    'a receipt is missing, and the last outcome was long ago',
    [
      ['delivered', 10],
      ['sent', 20],
    ],
    true,
  ],
  [
    'a receipt is missing, and another one has just come',
    [
      ['delivered', 99_999],
      ['sent', 20],
    ],
    false,
  ],
  ['one has just ended in doubt: a late answer may still come', [['uncertain', 99_999]], false],
  ['one ended in doubt long ago', [['uncertain', 20]], true],
  ['one ended in doubt a moment ahead, by a clock that was set back', [['uncertain', 100_050]], false],
])('an alert whose messages were all made: %s', (_, states, over) => {
  const counts = states.map(([state, lastAt]) => ({ state, lastAt }));
  expect(mayComplete(counts, 100_000, 60_000)).toBe(over);
});

test.each([
  [59_999, false],
  [60_000, true],
])(
  'an alert with a time far in the future, known for %i ms, is over after the quiet time: %s',
  (knownForMs, over) => {
    const counts = [
      { state: 'expired' as const, lastAt: 31_536_000_000 },
      { state: 'uncertain' as const, lastAt: 20 },
    ];
    expect(mayComplete(counts, 100_000, 60_000, knownForMs)).toBe(over);
  },
);
