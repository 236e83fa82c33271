import { expect, it } from 'vitest';
import { harness, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const MESSAGE = 'the device of a modem cannot be opened; tried again';

it('a modem whose device is missing is told in the log once, with how to mend it, until it is plugged in', async () => {
  const modem = new ScriptedModem();
  modem.missing = 20;
  const { route, clock, logged } = harness({ modem });
  route.start();
  const told = () => logged.filter((line) => JSON.stringify(line).includes(MESSAGE));
  await clock.advance(20_000);
  expect(modem.missing).toBeLessThan(18);
  expect(told()).toHaveLength(1);
  expect(JSON.stringify(told())).toMatch(/plug the modem in/);
  modem.missing = 0;
  await clock.advance(10_000);
  expect(route.status().state).toBe('up');
  modem.missing = 3;
  modem.unplug();
  await clock.advance(10_000);
  expect(told()).toHaveLength(2);
  await stop(route);
});
