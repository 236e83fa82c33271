import { afterEach, beforeEach, expect, test } from 'vitest';
import { turnOf } from '../../../src/alerts/waves/turn.ts';
import { askAgain } from '../../../src/inbound/ask-again.ts';
import { AlertRig } from '../../support/alerts/alert-rig.ts';
import { inbound, numberOf } from '../../support/store/messages.ts';

const MINUTE_MS = 60_000;
const question = {
  answers: [{ word: '1', meaning: 'safe' }],
  openForMs: 60 * MINUTE_MS,
  resend: { afterMs: 10 * MINUTE_MS, times: 2 },
};

let rig: AlertRig;
let look: () => Promise<void>;
let id: number;
beforeEach(async () => {
  rig = await AlertRig.start();
  const { store: repository, clock } = rig.disk;
  look = askAgain({
    repository,
    waiting: (wave) => rig.traffic.waiting(turnOf(wave)),
    resend: (alert) => rig.service.resend(alert, 'silent', { id: 'tocsin', name: 'the gateway' }),
    clock,
  });
  ({ id } = await rig.create(3, { question, validForMs: 60 * MINUTE_MS }));
  await rig.launch(id);
  await rig.untilExpanded(id);
});
afterEach(() => rig.remove());

const waves = () => rig.disk.store.waves(id);
const kinds = async () => (await waves()).map(({ target }) => target);
const after = async (ms: number): Promise<void> => {
  await rig.disk.clock.advance(ms);
  await look();
};
const deliver = async (wave: number): Promise<void> => {
  await rig.untilExpanded(id);
  await rig.deliver(await rig.claim(`${id}.${wave}`));
};
const answers = async (index: number): Promise<void> => {
  const { store, clock } = rig.disk;
  const number = numberOf(index);
  const at = clock.now();
  await store.receive(inbound({ from: number, text: '1' }), at);
  const [message] = await store.unhandled(1);
  if (message === undefined) throw new Error('it is not in the inbox');
  const effect = { kind: 'answer', number, alert: id, meaning: 'safe' } as const;
  await store.handleInbound(
    [{ inboxId: message.id, number, text: '1', at, effect, reply: undefined }],
    { repliesPerHour: 4, repliesPerHourInAll: 100, pageAgainMs: 300_000 },
    at,
  );
  rig.answered.add(number);
};

test('recipients who did not answer are asked again after the interval, and those who answered are not', async () => {
  await deliver(1);
  await answers(1);
  await after(9 * MINUTE_MS);
  expect(await kinds()).toEqual(['audience']);
  await after(MINUTE_MS);
  expect(await kinds()).toEqual(['audience', 'silent']);
  await rig.untilExpanded(id);
  const second = (await rig.messages(id)).filter(({ alert }) => alert?.wave === 2);
  expect(second.map(({ to }) => to).sort()).toEqual([numberOf(0), numberOf(2)].sort());
});

test('recipients are asked again as often as the question says, and not more often', async () => {
  await deliver(1);
  for (let wave = 2; wave < 6; wave++) {
    await after(10 * MINUTE_MS);
    if ((await kinds()).length === wave) await deliver(wave);
  }
  expect(await kinds()).toEqual(['audience', 'silent', 'silent']);
});

test('nobody is asked again once all have answered', async () => {
  await deliver(1);
  for (const index of [0, 1, 2]) await answers(index);
  for (let minute = 0; minute < 55; minute += 5) await after(5 * MINUTE_MS);
  expect(await kinds()).toEqual(['audience']);
});

test('nobody is asked again while messages of the earlier wave wait for a route', async () => {
  await rig.deliver(await rig.claim(`${id}.1`, 1));
  await after(10 * MINUTE_MS);
  expect(await kinds()).toEqual(['audience']);
  await rig.deliver(await rig.claim(`${id}.1`));
  await after(MINUTE_MS);
  expect(await kinds()).toEqual(['audience', 'silent']);
});

test('nobody is asked again once the alert is stopped', async () => {
  await deliver(1);
  await rig.service.stop(id, { id: 't', name: 't', role: 'operator' });
  await after(10 * MINUTE_MS);
  expect(await kinds()).toEqual(['audience']);
});

test('nobody is asked again after the question is closed', async () => {
  await deliver(1);
  await after(60 * MINUTE_MS);
  expect(await kinds()).toEqual(['audience']);
});
