import { describe, expect, it } from 'vitest';
import { part, ready, stop } from '../../../../support/modem/harness.ts';

describe('a modem route', () => {
  it('comes up, and its status has the modem’s IMEI, operator and signal', async () => {
    const { route } = await ready();
    expect(route.status()).toEqual({
      state: 'up',
      reason: undefined,
      room: 3,
      inFlight: 0,
      window: 3,
      modem: {
        imei: '490154203237518',
        operator: 'Acme Mobile',
        registration: { cs: 'home', ps: undefined, eps: undefined, fiveG: undefined },
        technology: '4G',
        avoidsRoaming: false,
        signalDbm: -73,
        simLimitLeft: undefined,
      },
    });
    await stop(route);
  });

  it('sends a part, and gives it a reference of IMSI, TP-MR and recipient', async () => {
    const { route, clock, modem } = await ready();
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toEqual({
      kind: 'accepted',
      carrier: '208010000000001',
      carrierRef: '0/33639980001',
    });
    expect(modem.pdus).toHaveLength(1);
    await stop(route);
  });

  it('closes everything that it opened when it is stopped', async () => {
    const { route, clock, modem } = await ready();
    await stop(route);
    expect(modem.isOpen).toBe(false);
    expect(clock.pending).toBe(0);
  });
});
