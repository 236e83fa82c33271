import { describe, expect, it } from 'vitest';
import type { ModemRoute } from '../../../src/routes/modem/modem-route.ts';
import { harness, part, stop } from '../../support/modem/harness.ts';
import { ScriptedModem } from '../../support/modem/scripted-modem.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** A modem that takes so long for each part. */
const modemAt = (clock: VirtualClock, partMs: number): ScriptedModem => {
  const modem = new ScriptedModem();
  let reference = 0;
  modem.onPdu = () => {
    clock.after(partMs, () => modem.say(`+CMGS: ${reference++ % 256}`, 'OK'));
  };
  return modem;
};

describe('three modems of unequal speed', () => {
  it('share 300 messages within a tenth of the ideal time, when each is given what it has room for', async () => {
    const clock = new VirtualClock();
    const speeds = [2000, 3000, 6000];
    const routes: ModemRoute[] = [];
    let waiting = 300;
    let accepted = 0;
    let doneAt = 0;
    const feed = (): void => {
      for (const route of routes) {
        while (waiting > 0 && route.status().room > 0) {
          waiting--;
          void route.submit(part(clock)).then((outcome) => {
            expect(outcome.kind).toBe('accepted');
            accepted++;
            doneAt = clock.now();
          });
        }
      }
    };
    for (const partMs of speeds) {
      const { route } = harness({ modem: modemAt(clock, partMs), clock, changed: feed });
      routes.push(route);
      route.start();
    }
    const begin = clock.now();
    const ideal = 300 / speeds.reduce((sum, partMs) => sum + 1 / partMs, 0);
    await clock.advance(ideal * 1.1);
    expect(accepted).toBe(300);
    expect(doneAt - begin).toBeLessThanOrEqual(ideal * 1.1);
    for (const route of routes) await stop(route);
  });
});
