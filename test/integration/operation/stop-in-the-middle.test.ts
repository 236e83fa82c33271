import { afterEach, beforeEach, expect, test } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { AlertClient } from '../../support/alerts/alert-client.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import { numberOf } from '../../support/store/messages.ts';

const PEOPLE = 60;
const DUTY = numberOf(9000);
const numbers = Array.from({ length: PEOPLE }, (_, index) => numberOf(index));
const [early = '', late = '', helped = ''] = [numbers[0], numbers[PEOPLE - 1], numbers[1]];

interface AnswersView {
  readonly counts: Readonly<Record<string, number>>;
  readonly items: readonly { readonly number: string; readonly meaning: string }[];
}
interface InboxView {
  readonly items: readonly {
    readonly from: string;
    readonly handledAs: string | null;
    readonly alert: number;
  }[];
}

let smsc: Smsc;
let file: GatewayFile;
beforeEach(async () => {
  smsc = await Smsc.start();
  file = await GatewayFile.make(
    `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, window: 2, reconnect: { min: 20ms, max: 200ms } }
inbound: { duty: ["${DUTY}"] }`,
  );
});
afterEach(async () => {
  await file.remove();
  await smsc.close();
});

const start = async (): Promise<AlertClient> => AlertClient.of(await file.start());
const say = (from: string, text: string) =>
  smsc.sendInbound({ from: from.slice(1), to: '38002', text, systemId: 'tocsin' });
const shown = (number: string) => smsc.phones.texts(number);
const content = (text: string) => ({ defaultLanguage: 'fr', variants: [{ language: 'fr', text }] });

test('after STOP during an alert and a kill -9, the phone gets no further message of that list, and one reply', async () => {
  let api = await start();
  const list = await api.call<{ id: number }>('POST', '/v1/lists', { name: 'Crues', kind: 'emergency' });
  for (const number of numbers) {
    await api.call('POST', '/v1/contacts', { number });
    await api.call('PUT', `/v1/lists/${list.id}/members/${encodeURIComponent(number)}`, {
      consentSource: 'form',
    });
  }
  const { id } = await api.create({
    title: 'Crue',
    severity: 'severe',
    priority: 'high',
    content: content('Crue : gagnez les hauteurs. 1 = en sécurité, 2 = aide.'),
    audience: { include: [{ list: list.id }] },
    validFor: 'PT1H',
    question: {
      answers: [
        { word: '1', meaning: 'safe' },
        { word: '2', meaning: 'help' },
      ],
      openFor: 'PT1H',
    },
  });
  smsc.misbehave({ slowMs: 100 });
  await api.launch(id);
  await api.until(
    async () => shown(early).length + shown(helped).length,
    (texts) => texts === 2,
  );
  // One phone has the alert, one message is still queued, and one person needs help. An acknowledged message is on
  // disk.
  await Promise.all([say(early, 'STOP'), say(late, 'Stop svp'), say(helped, '2')]);
  await file.kill();

  api = await start();
  const inbox = await api.until(
    () => api.get<InboxView>('/v1/inbox'),
    ({ items }) => items.length >= 3 && items.every(({ handledAs }) => handledAs !== null),
  );
  expect(inbox.items).toHaveLength(3);
  expect(new Map(inbox.items.map(({ from, handledAs, alert }) => [`+${from}`, [handledAs, alert]]))).toEqual(
    new Map([
      [early, ['optOut', id]],
      // No message of the alert is on that phone, so STOP stands for every list.
      [late, ['optOut', null]],
      [helped, ['answer', id]],
    ]),
  );
  smsc.calm();
  await api.step(id, 'update', { content: content('Crue : la route du nord est coupée.') });
  const open = ['queued', 'sending', 'sent'];
  await api.untilAlert(id, ({ waves }) => waves[1]?.complete === true);
  // The figures of an alert may be a second old, its messages are current.
  const messages = await api.until(
    () => api.messagesOf(id),
    (all) => all.every(({ state }) => !open.includes(state)),
  );
  await api.until(
    async () =>
      [early, late].every((number) => shown(number).some((text) => text.startsWith('Vous ne recevrez plus'))),
    (answered) => answered,
  );

  const confirmed = expect.stringMatching(/^Vous ne recevrez plus les messages de : Crues\./);
  expect(shown(late)).toEqual([expect.stringMatching(/^Vous ne recevrez plus nos messages\./)]);
  expect(shown(early).slice(1)).toEqual([confirmed]);
  const states = new Map(messages.map(({ to, state }) => [to, state]));
  expect(states.get(late)).toBe('cancelled');
  const doubled = messages.filter(({ possibleDuplicate }) => possibleDuplicate);
  for (const number of numbers.slice(1, -1)) {
    if (doubled.some(({ to }) => to === number)) continue;
    expect(shown(number).at(-1), number).toBe('Crue : la route du nord est coupée.');
  }
  expect(shown(DUTY).map((text) => text.replace(/\d{6}\)$/, 'CODE)'))).toEqual([
    `AIDE DEMANDÉE par ${helped} (Crue) : 2 (répondez PRIS 1 CODE)`,
  ]);

  const answers = await api.get<AnswersView>(`/v1/alerts/${id}/answers?limit=1`);
  expect(answers.counts).toMatchObject({ safe: 0, help: 1 });
  expect(answers.items).toMatchObject([{ number: helped, meaning: 'help' }]);
  const optOuts = await api.get<{ items: object[] }>('/v1/opt-outs');
  expect(optOuts.items).toHaveLength(2);
  const audit = await api.get<{ items: { actor: { id: string }; subject: string }[] }>(
    '/v1/audit?action=optOut.add',
  );
  expect(audit.items.map(({ subject }) => subject).sort()).toEqual(
    [`number:${early}`, `number:${late}`].sort(),
  );
});
