import { describe, expect, test } from 'vitest';
import type { SimModem } from '../../../src/sim/modem/modem.ts';
import { plugIn, startGateway } from '../../support/modem/on-gateway.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

const NUMBER = '+33639980001';
const OTHER = '+33639980002';

const modemRoute = (modem: SimModem) => ({
  id: 'modem-1',
  type: 'modem' as const,
  device: modem.path,
  sendTimeout: '300ms',
});

describe('a modem that is silent after Ctrl-Z', () => {
  test.each(['lost', 'sent'] as const)(
    'with onUncertain hold (its message %s) gets no second PDU: the message is uncertain, and the next message is sent',
    async (silentAfterPrompt) => {
      const modem = await plugIn();
      const { api } = await startGateway({ uncertainGrace: '200ms', routes: [modemRoute(modem)] });
      await api.untilRoute('modem-1', 'up');
      modem.misbehave({ silentAfterPrompt, noReport: true });
      const { id } = await api.send({ to: NUMBER, text: 'Flood warning', onUncertain: 'hold' });
      const message = await api.untilState(id, 'uncertain');
      expect(message).toMatchObject({ route: 'modem-1', possibleDuplicate: false });
      modem.calm();
      await api.untilRoute('modem-1', 'up');
      const next = await api.send({ to: OTHER, text: 'Flood warning' });
      await api.untilState(next.id, 'delivered');
      expect(modem.stats.submits).toBe(2);
      expect(modem.phones.texts(NUMBER)).toHaveLength(silentAfterPrompt === 'sent' ? 1 : 0);
      expect(await api.message(id)).toMatchObject({ state: 'uncertain' });
      expect(modem.violations).toEqual([]);
    },
  );

  test.each(['lost', 'sent'] as const)(
    'with onUncertain resend (its message %s) leaves the message to another route, which sends it marked as a possible duplicate',
    async (silentAfterPrompt) => {
      const modem = await plugIn();
      const carrier = await startCarrier();
      const { api } = await startGateway({
        uncertainGrace: '200ms',
        routes: [
          modemRoute(modem),
          { id: 'carrier-a', type: 'smpp', host: '127.0.0.1', port: carrier.port, systemId: 'tocsin' },
        ],
        plan: [{ tiers: [['modem-1'], ['carrier-a']], spillAfter: '0s' }],
      });
      await api.untilRoute('modem-1', 'up');
      await api.untilRoute('carrier-a', 'up');
      modem.misbehave({ silentAfterPrompt, noReport: true });
      const { id } = await api.send({ to: NUMBER, text: 'Flood warning', onUncertain: 'resend' });
      const message = await api.untilState(id, 'delivered');
      expect(message).toMatchObject({ route: 'carrier-a', possibleDuplicate: true });
      expect(modem.stats.submits).toBe(1);
      expect(carrier.phones.texts(NUMBER)).toHaveLength(1);
      expect(modem.phones.texts(NUMBER)).toHaveLength(silentAfterPrompt === 'sent' ? 1 : 0);
    },
  );
});

describe('a number that the network refuses', () => {
  test.each([
    [1, 'unassigned number'],
    [28, 'unidentified subscriber'],
  ])(
    '(CMS %i) fails only its own message, with the reason, and the other messages of the batch arrive',
    async (code, words) => {
      const modem = await plugIn();
      modem.misbehave({ cmsErrorFor: new Map([[NUMBER, code]]) });
      const { api } = await startGateway({ routes: [modemRoute(modem)] });
      await api.untilRoute('modem-1', 'up');
      const { accepted } = await api.sendBatch(
        [OTHER, NUMBER, OTHER, NUMBER, OTHER].map((to, index) => ({ to, text: `Flood warning ${index}` })),
      );
      expect(accepted).toBe(5);
      const messages = await api.until(
        () => api.messages(),
        (all) => all.every(({ state }) => state === 'delivered' || state === 'failed'),
      );
      for (const { to, state, reason } of messages) {
        if (to === OTHER) expect(state).toBe('delivered');
        else expect({ state, reason }).toEqual({ state: 'failed', reason: `${words} (+CMS ERROR: ${code})` });
      }
      // The two refused messages are tried once more.
      expect(modem.stats.submits).toBe(7);
      expect(await api.untilRoute('modem-1', 'up')).toMatchObject({ reason: null });
    },
  );
});

test('a single modem without a valid service centre (CMS 330) fails no message: each is sent once the address is corrected', async () => {
  const modem = await plugIn();
  modem.misbehave({ cmsError: 330 });
  const { api } = await startGateway({ routes: [modemRoute(modem)] });
  await api.untilRoute('modem-1', 'up');
  const { id } = await api.send({ to: NUMBER, text: 'Flood warning' });
  await modem.until(({ stats }) => stats.refused === 1);
  modem.calm();
  const message = await api.untilState(id, 'delivered');
  expect(message).toMatchObject({ route: 'modem-1', possibleDuplicate: false });
  expect(message.timeline.map(({ reason }) => reason)).toContain(
    'service centre address unknown (+CMS ERROR: 330)',
  );
});
