import { beforeEach, describe, expect, test } from 'vitest';
import { maskInReason } from '../../../../src/domain/routes/mask-sim.ts';
import { viewRoute } from '../../../../src/http/v1/routes/routes.ts';
import { modem1 } from '../../../support/http/fake-routes.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';

const WHOLE = { iccid: '8933150319000000018', imsi: '208010000000001' };
const MASKED = { iccid: '8933…0018', imsi: '20801…' };

let rig: HttpRig;
beforeEach(() => {
  rig = new HttpRig();
});

describe('the ICCID and the IMSI of a SIM', () => {
  test.each([
    ['viewer', MASKED],
    ['operator', MASKED],
    ['approver', MASKED],
    ['admin', WHOLE],
  ] as const)('are shown to a token of the role %s as %j', async (role, shown) => {
    const one = await rig.ask(role, 'GET', '/v1/routes/modem-1');
    expect(one.json()).toMatchObject({ modem: shown });
    const all = await rig.ask(role, 'GET', '/v1/routes');
    expect(all.json()).toMatchObject({ items: [{ id: 'orange' }, { modem: shown }] });
  });

  test.each([
    ['operator', '/v1/routes/modem-1/disable', MASKED],
    ['operator', '/v1/routes/modem-1/sim/restore', MASKED],
    ['admin', '/v1/routes/modem-1/sim/restore', WHOLE],
  ] as const)(
    'are shown to a token of the role %s in the answer of POST %s as %j',
    async (role, path, shown) => {
      expect((await rig.ask(role, 'POST', path)).json()).toMatchObject({ modem: shown });
    },
  );

  test.each([
    ['viewer', 'SIM 8933…0018 refused its PIN'],
    ['admin', 'SIM 8933150319000000018 refused its PIN'],
  ] as const)('are shown to the role %s in a reason as %j', (role, reason) => {
    const route = { ...modem1, reason: 'SIM 8933150319000000018 refused its PIN' };
    expect(viewRoute(route, role === 'admin').reason).toBe(reason);
  });

  test('are masked in the reason of a route that does not tell which SIM it has (ModemManager)', () => {
    const reason = 'SIM 8933150319000000018 refused its PIN';
    expect(maskInReason(reason, undefined)).toBe('SIM 8933…0018 refused its PIN');
  });

  test('are masked in a reason too', () => {
    const reason = 'SIM 8933150319000000018 refused its PIN (+CME ERROR: 16); subscriber 208010000000001';
    expect(maskInReason(reason, WHOLE)).toBe(
      'SIM 8933…0018 refused its PIN (+CME ERROR: 16); subscriber 20801…',
    );
    expect(maskInReason('no network', { iccid: undefined, imsi: undefined })).toBe('no network');
    expect(maskInReason(undefined, WHOLE)).toBeUndefined();
  });
});
