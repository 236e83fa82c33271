import { beforeEach, describe, expect, test } from 'vitest';
import type { RadioCheck } from '../../../../src/domain/routes/radio-check.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';

let rig: HttpRig;
beforeEach(() => {
  rig = new HttpRig();
});

const running: RadioCheck = {
  state: 'running',
  to: '+33639980012',
  startedAt: Date.UTC(2026, 0, 1),
  endedAt: undefined,
  technologies: [],
  warnings: [],
  reason: undefined,
};
const finished: RadioCheck = {
  ...running,
  state: 'finished',
  endedAt: Date.UTC(2026, 0, 1, 0, 1),
  technologies: [
    { technology: '2G', result: 'works', reason: undefined, tookMs: 3200 },
    { technology: '4G', result: 'refused', reason: 'unknown error', tookMs: undefined },
  ],
  warnings: ['Messages leave by 2G only.'],
};

const check = (body: object = {}, role: 'viewer' | 'operator' = 'operator', id = 'modem-1') =>
  rig.ask(role, 'POST', `/v1/routes/${id}/check`, body);

describe('a check of the radio by the API', () => {
  test('that ends soon is answered with its results, and is kept for GET', async () => {
    rig.sim.radio = { kind: 'started', done: Promise.resolve(finished) };
    rig.sim.radioCheck = finished;
    const response = await check({ to: '+33639980012' });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      state: 'finished',
      to: '+33639980012',
      startedAt: '2026-01-01T00:00:00.000Z',
      endedAt: '2026-01-01T00:01:00.000Z',
      technologies: [
        { technology: '2G', result: 'works', reason: null, tookMs: 3200 },
        { technology: '4G', result: 'refused', reason: 'unknown error', tookMs: null },
      ],
      warnings: ['Messages leave by 2G only.'],
      reason: null,
    });
    expect(rig.sim.checked).toEqual(['+33639980012']);
    const last = await rig.ask('viewer', 'GET', '/v1/routes/modem-1/check');
    expect(last.json()).toEqual(response.json());
    expect(rig.audit.notes).toMatchObject([{ action: 'route.check', subject: 'route:modem-1' }]);
  });

  test('that takes longer is answered with 202 while it runs', async () => {
    rig.sim.radio = { kind: 'started', done: new Promise(() => undefined) };
    rig.sim.radioCheck = running;
    const recorded = Promise.withResolvers<void>();
    const record = rig.audit.record.bind(rig.audit);
    rig.audit.record = async (...note) => {
      await record(...note);
      recorded.resolve();
    };
    const response = check();
    await recorded.promise;
    await rig.clock.advance(20_000);
    expect((await response).statusCode).toBe(202);
    expect((await response).json()).toMatchObject({ state: 'running', endedAt: null });
  });

  test('without a number is refused if the SIM does not know its own', async () => {
    const response = await check();
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ errors: [{ path: 'to' }] });
    expect(rig.audit.notes).toEqual([]);
  });

  test('while the modem sends is refused with the reason', async () => {
    rig.sim.radio = { kind: 'notNow', reason: 'the modem is sending' };
    const response = await check();
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({ detail: 'Not now: the modem is sending.' });
  });

  test('is for operators, for modems, and for numbers in E.164', async () => {
    expect((await check({}, 'viewer')).statusCode).toBe(403);
    expect((await check({}, 'operator', 'orange')).statusCode).toBe(422);
    expect((await check({}, 'operator', 'nowhere')).statusCode).toBe(404);
    expect((await check({ to: '0639980012' })).statusCode).toBe(422);
    expect((await rig.ask('viewer', 'GET', '/v1/routes/modem-1/check')).statusCode).toBe(404);
    expect(rig.sim.checked).toEqual([]);
  });
});
