import { expect, test } from 'vitest';
import { AlertClient, type AlertView } from '../../support/alerts/alert-client.ts';
import { content, draft, startAlertGateway } from '../../support/alerts/alert-gateway.ts';
import { startGateway } from '../../support/modem/on-gateway.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';
import { numberOf } from '../../support/store/messages.ts';

interface TestView {
  readonly id: number;
  readonly hash: string;
  readonly messages: readonly {
    readonly number: string;
    readonly onlyRoute: string | null;
    readonly language: string;
    readonly short: boolean;
    readonly state: string | null;
    readonly reason: string | null;
    readonly text: string | null;
    readonly parts: number | null;
    readonly route: string | null;
    readonly seconds: number | null;
  }[];
}

const OWN = '+33639981234';
const DUTY = '+33639984321';
const carrier = (id: string, port: number) => ({
  id,
  type: 'smpp' as const,
  host: '127.0.0.1',
  port,
  systemId: 'tocsin',
});

test('an alert that waits for approval is sent to our own phone by each route, marked, and nothing of it changes', async () => {
  const [a, b] = [await startCarrier(), await startCarrier()];
  const gateway = await startGateway({
    sender: 'PREFECTURE',
    alerts: { twoPersons: 'always', testNumbers: [OWN] },
    inbound: { duty: [DUTY] },
    routes: [carrier('orange', a.port), carrier('sfr', b.port)],
  });
  const operator = new AlertClient(gateway.url, await gateway.token('operator'));
  const approver = new AlertClient(gateway.url, await gateway.token('approver'));
  for (const id of ['orange', 'sfr']) await operator.untilRoute(id, 'up');
  await operator.call('POST', '/v1/contacts', { number: OWN, language: 'en', name: 'Anna' });
  const { id } = await operator.create(draft(3));
  await operator.step(id, 'submit');
  const { hash } = await operator.preview(id);
  const path = `/v1/alerts/${id}/test`;
  const asked = { numbers: [OWN, DUTY], routes: ['orange', 'sfr'], languages: ['fr'], short: true };
  const begun = await operator.call<TestView>('POST', path, asked, { status: 202 });
  expect(begun.hash).toBe(hash);
  const read = () => operator.get<{ items: readonly TestView[] }>(`/v1/alerts/${id}/tests`);
  const { items } = await operator.until(read, ({ items: [one] }) =>
    (one?.messages ?? []).every(({ state }) => state === 'delivered'),
  );
  expect(items).toHaveLength(1);
  expect(items[0]?.messages.map((one) => [one.number, one.route, one.text, one.parts])).toEqual(
    [OWN, DUTY].flatMap((number) =>
      ['ESSAI - Crue, Tours : gagnez les hauteurs.', 'ESSAI - Crue : hauteurs.'].flatMap((text) =>
        ['orange', 'sfr'].map((route) => [number, route, text, 1]),
      ),
    ),
  );
  expect(items[0]?.messages.every(({ seconds }) => seconds !== null && seconds >= 0)).toBe(true);
  for (const smsc of [a, b]) expect(smsc.phones.texts(OWN)).toHaveLength(2);

  // Without routes and languages: one message, as planned, in the language of the contact.
  await operator.call('POST', path, { numbers: [OWN] }, { status: 202 });
  const [own] = (await read()).items;
  expect(own?.messages).toMatchObject([
    { language: 'en', text: 'TEST - Flood, Tours: go to higher ground.', onlyRoute: null, short: false },
  ]);

  const after = await operator.alert(id);
  expect(after).toMatchObject({ state: 'pendingApproval', waves: [], progress: { messages: 0 } });
  expect(after.log.map(({ action }) => action)).toEqual(['create', 'submit', 'test', 'test']);
  expect((await operator.preview(id)).hash).toBe(hash);
  await approver.step(id, 'approve', { hash });
  await operator.launch(id);
  const completed = await operator.untilAlert(id, ({ state }) => state === 'completed');
  expect(completed.progress.messages).toBe(3);
  await expect(operator.call('POST', path, { numbers: [OWN] })).rejects.toThrow(
    /409.*test it before its launch/,
  );
});

test('people who were asked are told when enough of them have answered by SMS, and nobody is asked again', async () => {
  const { smsc, operator } = await startAlertGateway({});
  const question = { answers: [{ word: '1', meaning: 'yes' }], openFor: 'PT1H' };
  const said = (text: string) => ({ ...content, variants: [{ language: 'fr', text }] });
  const { id } = await operator.create(
    draft(2, {
      values: {},
      content: said('Renfort : venez-vous ? Répondez 1 pour oui.'),
      question,
      escalation: {
        need: 1,
        meaning: 'yes',
        steps: [{ audience: { include: [{ numbers: [numberOf(5)] }] }, after: 'PT5M' }],
        whenFulfilled: said('Assez de renfort, merci.'),
      },
    }),
  );
  await operator.launch(id);
  await smsc.until(({ phones }) => [0, 1].every((index) => phones.texts(numberOf(index)).length === 1));
  await smsc.sendInbound({ from: numberOf(0).slice(1), to: '38002', text: '1', systemId: 'tocsin' });
  await smsc.until(({ phones }) => phones.texts(numberOf(1)).length === 2);
  const now = await operator.untilAlert(id, ({ state }) => state === 'completed');
  expect((now as AlertView & { escalation: object }).escalation).toMatchObject({
    state: 'fulfilled',
    need: 1,
    answered: 1,
    step: 0,
    nextAt: null,
  });
  expect(now.waves.map(({ kind }) => kind)).toEqual(['first', 'fulfilled']);
  expect(smsc.phones.texts(numberOf(0))).toHaveLength(1);
  expect(smsc.phones.texts(numberOf(1)).at(-1)).toBe('Assez de renfort, merci.');
});
