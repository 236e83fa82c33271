import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { msUntilInHandSent } from '../../../../src/alerts/preview/in-hand.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { paceOf } from '../../../support/alerts/paces.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());

const etaOf = async (id: number) => {
  rig.progress.forget(id);
  return (await rig.service.overview(id))?.forecast;
};

describe('the ETA of an alert', () => {
  test('is not 0 while a modem still holds the last messages, and 0 once the last part has left', async () => {
    rig.traffic.routes = [paceOf('carrier-a', 0.5, { type: 'modem' })];
    const { id } = await rig.create(3);
    await rig.launch(id);
    await rig.untilExpanded(id);
    const claims = await rig.claim(`${id}.1`);
    expect(claims).toHaveLength(3);
    const parts = claims.reduce((sum, one) => sum + one.parts, 0);
    expect(await etaOf(id)).toMatchObject({ etaMs: parts * 2000, inTime: true });
    await rig.deliver(claims.slice(0, 2));
    expect((await etaOf(id))?.etaMs).toBe((parts / 3) * 2000);
    await rig.deliver(claims.slice(2));
    expect(await etaOf(id)).toMatchObject({ etaMs: 0, inTime: true });
  });

  test('is not known while the modem that holds the last message can not send', async () => {
    const { id } = await rig.create(1);
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.claim(`${id}.1`);
    rig.traffic.routes = [paceOf('carrier-a', 0.5, { type: 'modem', usable: false })];
    expect(await etaOf(id)).toMatchObject({
      etaMs: undefined,
      inTime: false,
      reason: 'a route that has messages of the alert can not send now',
    });
  });
});

describe('what routes have in hand', () => {
  const sending = { state: 'sending', route: 'a', parts: 4 } as const;
  test.each([
    ['nothing takes no time', [], [], 0],
    ['a carrier answers after its delay', [paceOf('a', 100)], [sending], 100],
    ['a quick carrier has not answered yet', [paceOf('a', 100, { delayMs: 0 })], [sending], 1],
    ['a modem sends part by part', [paceOf('a', 2, { type: 'modem' })], [sending], 2000],
    [
      'the slowest route decides',
      [paceOf('a', 2, { type: 'modem' }), paceOf('b', 1, { type: 'modem' })],
      [sending, { ...sending, route: 'b', state: 'sending' }],
      4000,
    ],
    ['messages in other states are not in hand', [paceOf('a', 100)], [{ ...sending, state: 'sent' }], 0],
  ] as const)('%s', (_, paces, counts, ms) => {
    expect(msUntilInHandSent(paces, counts)).toBe(ms);
  });
});
