import { describe, expect, it } from 'vitest';
import type { OutgoingPart } from '../../../../../src/domain/routes/route.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';

/** The octets of AT+CMGS, the PDU and Ctrl-Z together, for the part that these tests send. */
const dialogueLength = async (): Promise<number> => {
  const { route, clock, modem } = await ready();
  modem.heard.length = 0;
  void route.submit(part(clock));
  await clock.advance(0);
  await stop(route);
  // A command is counted with its CR, a PDU with its Ctrl-Z.
  return modem.heard.reduce((sum, each) => sum + each.length + (each.startsWith('AT') ? 1 : 0), 0);
};

describe('a modem that fails while a message is written to it', () => {
  it('by being unplugged at any octet loses no message, sends none twice unmarked, and is back within five seconds', async () => {
    const length = await dialogueLength();
    expect(length).toBeGreaterThan(60);
    const outcomes = new Map<string, number>();
    for (let octets = 0; octets <= length; octets++) {
      const { route, clock, modem } = await ready();
      const message: OutgoingPart = part(clock);
      // The modem is unplugged before it could answer the last octet.
      modem.results.push(undefined);
      modem.octetsLeft = octets;
      const outcome = route.submit(message);
      await clock.advance(0);
      if (modem.isOpen) modem.unplug();
      await clock.advance(0);
      const { kind } = await outcome;
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
      // Sent again it would arrive twice, so its outcome must not be "unsent".
      expect([octets, kind, modem.pdus.length]).toEqual([
        octets,
        octets >= length - 1 ? 'uncertain' : 'retry',
        octets === length ? 1 : 0,
      ]);
      modem.octetsLeft = Number.POSITIVE_INFINITY;
      await clock.advance(5000);
      expect(route.status().state).toBe('up');
      await stop(route);
    }
    expect([...outcomes.keys()].sort()).toEqual(['retry', 'uncertain']);
  });

  it('after +CMGS and before its OK has sent the message: the part is accepted', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['+CMGS: 9']);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    await clock.advance(2000);
    expect(await outcome).toMatchObject({ kind: 'accepted', carrierRef: '9/33639980001' });
    await stop(route);
  });
});
