import { beforeEach, describe, expect, test } from 'vitest';
import { HttpRig } from '../../../support/http/http-rig.ts';

let rig: HttpRig;
beforeEach(() => {
  rig = new HttpRig();
});

describe('a USSD code', () => {
  const ask = (code: unknown, role: 'operator' | 'viewer' = 'operator', id = 'modem-1') =>
    rig.ask(role, 'POST', `/v1/routes/${id}/ussd`, { code });

  test('is sent with the modem’s SIM, and the text of the answer comes back', async () => {
    const response = await ask('*123#');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ text: 'Your balance is 10.00 EUR' });
    expect(rig.sim.codes).toEqual(['*123#']);
  });

  test.each(['', '*123# ', 'balance', '*1"23#', '1'.repeat(41), 7, '**04*1234*1111*1111#', '**05*12345678#'])(
    '%j is refused with 422, and not sent',
    async (code) => {
      const response = await ask(code);
      expect(response.statusCode).toBe(422);
      expect(response.json()).toMatchObject({
        type: 'urn:tocsin:problem:validation',
        errors: [{ path: 'code' }],
      });
      expect(rig.sim.codes).toEqual([]);
    },
  );

  test('is answered 409 with the reason while the modem is busy', async () => {
    rig.sim.says = { kind: 'notNow', reason: 'the modem is sending' };
    const response = await ask('*123#');
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({
      type: 'urn:tocsin:problem:modem-busy',
      detail: 'Not now: the modem is sending.',
    });
  });

  test('is answered 502 with the reason if the network gives no answer', async () => {
    rig.sim.says = { kind: 'failed', reason: 'no answer in 30 s' };
    const response = await ask('*123#');
    expect(response.statusCode).toBe(502);
    expect(response.json()).toMatchObject({
      type: 'urn:tocsin:problem:ussd-failed',
      detail: 'No text: no answer in 30 s.',
    });
  });

  test('needs a known route with a SIM, and the role operator', async () => {
    const carrier = await ask('*123#', 'operator', 'orange');
    expect(carrier.statusCode).toBe(422);
    expect(carrier.json()).toMatchObject({ type: 'urn:tocsin:problem:no-sim' });
    expect((await ask('*123#', 'operator', 'nowhere')).statusCode).toBe(404);
    expect((await ask('*123#', 'viewer')).statusCode).toBe(403);
  });
});

describe('the latch that keeps a PIN from being tried again', () => {
  const clear = (role: 'operator' | 'admin' = 'admin', id = 'modem-1') =>
    rig.ask(role, 'POST', `/v1/routes/${id}/pin/clear`);

  test('is cleared by an admin, and the log says by whom and on which SIM', async () => {
    const response = await clear();
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ id: 'modem-1' });
    expect(rig.sim.acts).toEqual(['clearPin']);
    expect(rig.log).toContainEqual({
      level: 'warn',
      fields: { route: 'modem-1', iccid: '8988211000000000017', token: 'admin', name: 'the admin' },
    });
  });

  test('is not cleared by an operator', async () => {
    expect((await clear('operator')).statusCode).toBe(403);
    expect(rig.sim.acts).toEqual([]);
  });

  test('is not cleared if the SIM can not be read: the answer is 409, and nothing is logged as done', async () => {
    rig.sim.act = { kind: 'notNow', reason: 'no SIM can be read in the modem' };
    const response = await clear();
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({ detail: 'Not now: no SIM can be read in the modem.' });
    expect(rig.log.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  test('is cleared only on a known route that has a SIM', async () => {
    expect((await clear('admin', 'orange')).statusCode).toBe(422);
    expect((await clear('admin', 'nowhere')).statusCode).toBe(404);
  });
});

describe('a SIM that the gateway has set aside', () => {
  test('is put back into use by an operator, and the log says by whom', async () => {
    expect((await rig.ask('operator', 'POST', '/v1/routes/modem-1/sim/restore')).statusCode).toBe(200);
    expect(rig.sim.acts).toEqual(['restore']);
    expect(rig.log).toContainEqual({
      level: 'warn',
      fields: { route: 'modem-1', iccid: '8988211000000000017', token: 'operator', name: 'the operator' },
    });
  });

  test('is not put back into use by a viewer', async () => {
    expect((await rig.ask('viewer', 'POST', '/v1/routes/modem-1/sim/restore')).statusCode).toBe(403);
    expect(rig.sim.acts).toEqual([]);
  });
});
