import { expect, onTestFinished, test } from 'vitest';
import type { SimModem } from '../../../src/sim/modem/modem.ts';
import { plugIn, startGateway } from '../../support/modem/on-gateway.ts';

const NUMBER = '+33639980001';

const gatewayOn = (modem: SimModem) =>
  startGateway({
    uncertainGrace: '200ms',
    routes: [{ id: 'modem-1', type: 'modem', device: modem.path, sendTimeout: '300ms' }],
  });

test('a message whose result from the modem never came is settled by its status report, if no other message can be meant', async () => {
  const modem = await plugIn({ reportDelayMs: 1500 });
  const { api } = await gatewayOn(modem);
  await api.untilRoute('modem-1', 'up');
  modem.misbehave({ silentAfterPrompt: 'sent' });
  const { id } = await api.send({ to: NUMBER, text: 'Flood warning', onUncertain: 'hold' });
  await api.untilState(id, 'uncertain');
  const { timeline } = await api.untilState(id, 'delivered');
  expect(timeline.map(({ reason }) => reason).join('; ')).toMatch(
    /only unanswered message to this recipient/,
  );
  expect(modem.stats.submits).toBe(1);
});

test('a status report for a message from before a restart does not settle an uncertain message to the same phone', async () => {
  const modem = await plugIn({ reportDelayMs: 5000 });
  const before = await gatewayOn(modem);
  await before.api.untilRoute('modem-1', 'up');
  const sent = await before.api.send({ to: NUMBER, text: 'The river rises' });
  await before.api.untilState(sent.id, 'sent');
  const after = await before.restart();
  onTestFinished(() => after.stop());
  const { api } = after;
  await api.untilRoute('modem-1', 'up');
  modem.misbehave({ silentAfterPrompt: 'lost' });
  const lost = await api.send({ to: NUMBER, text: 'Go to the school', onUncertain: 'hold' });
  await api.untilState(lost.id, 'uncertain');
  modem.calm();
  await api.untilState(sent.id, 'delivered');
  expect(await api.message(lost.id)).toMatchObject({ state: 'uncertain' });
});
