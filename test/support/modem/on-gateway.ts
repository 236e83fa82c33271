import { onTestFinished } from 'vitest';
import { SimModem } from '../../../src/sim/modem/modem.ts';
import type { SimModemOptions } from '../../../src/sim/modem/options/modem-options.ts';
import { Gateway } from '../gateway/gateway.ts';

/** Starts a simulated modem on a pseudo-terminal; it is closed when the test ends. */
export const plugIn = async (options: SimModemOptions = {}): Promise<SimModem> => {
  const modem = await SimModem.start(options);
  onTestFinished(() => modem.close());
  return modem;
};

type Started = Parameters<typeof Gateway.start>;

/** Starts a gateway; it is stopped when the test ends. */
export const startGateway = async (...input: Started): Promise<Gateway> => {
  const gateway = await Gateway.start(...input);
  onTestFinished(() => gateway.stop());
  return gateway;
};

/** Starts a simulated modem and a gateway with the route `modem-1` to it, and waits until the route is up. */
export const modemGateway = async (
  own: SimModemOptions = {},
  config: object = {},
): Promise<{ modem: SimModem; gateway: Gateway }> => {
  const modem = await plugIn(own);
  const gateway = await startGateway({
    routes: [{ id: 'modem-1', type: 'modem', device: modem.path, ...config }],
  });
  await gateway.api.untilRoute('modem-1', 'up');
  return { modem, gateway };
};
