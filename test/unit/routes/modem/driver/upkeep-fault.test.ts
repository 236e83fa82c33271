import { expect, test } from 'vitest';
import { harness, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

test('a bug of the gateway in one regular check of a modem does not end the regular checks', async () => {
  const modem = new ScriptedModem();
  let faulty = false;
  const { route, clock, logged } = harness({
    modem,
    host: {
      open: async (path, baudRate, events) => {
        const line = await modem.open(path, baudRate, events);
        return {
          write: (octets) => (faulty ? Promise.reject(new TypeError('a bug')) : line.write(octets)),
          close: () => line.close(),
        };
      },
    },
  });
  route.start();
  await clock.advance(1000);
  faulty = true;
  await clock.advance(31_000);
  expect(logged).toContainEqual(expect.objectContaining({ message: 'a task of the modem failed' }));
  expect(route.status().state).toBe('up');
  faulty = false;
  modem.heard.length = 0;
  await clock.advance(31_000);
  expect(modem.heard).toContain('AT+CREG?');
  await stop(route);
});
