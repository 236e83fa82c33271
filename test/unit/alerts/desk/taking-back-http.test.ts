import { afterEach, beforeEach, expect, test } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { approver, author } from '../../../support/alerts/alerts.ts';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
let http: PreparationRig;
beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'live' });
  http = PreparationRig.on(rig.disk, rig.service);
});
afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

const says = (text: string) => ({
  defaultLanguage: 'fr',
  variants: [{ language: 'fr', text }],
  placeholders: {},
});
const ask = (id: number, step: string, body?: object) =>
  http.ask('operator', 'POST', `/v1/alerts/${id}/${step}`, body);

/** An alert that two persons launched, written by the API, and that two people have. */
const reached = async (): Promise<number> => {
  const id = await http.make('/v1/alerts', {
    title: 'Crue',
    kind: 'live',
    content: says("Crue : montez. Valable jusqu'à {until}."),
    cancelContent: says('Fausse alerte.'),
    endContent: says('Fin de la crue.'),
    audience: { include: [{ numbers: [numberOf(0), numberOf(1)] }] },
  });
  await rig.service.submit(id, author);
  await rig.service.approve(id, approver);
  await rig.launch(id);
  await rig.untilExpanded(id);
  await rig.deliver(await rig.claim(`${id}.1`));
  return id;
};

test('an alert is shown with the texts for a cancel and for its end, when it ends, and the offer', async () => {
  const id = await reached();
  const shown = async () => (await http.ask('operator', 'GET', `/v1/alerts/${id}`)).json();
  const { endsAt, ...rest } = await shown();
  expect(rest).toMatchObject({
    cancelContent: says('Fausse alerte.'),
    endContent: says('Fin de la crue.'),
    endOffer: null,
  });
  expect((await rig.messages(id))[0]?.text).toMatch(/^Crue : montez. Valable jusqu'à \d+ h/);
  await rig.disk.clock.advance(Date.parse(endsAt) - rig.disk.clock.now());
  await rig.until(shown, ({ endOffer }) => endOffer !== null);
  expect((await shown()).endOffer).toMatchObject({ people: 2 });
});

test('a cancel without a body says the approved text, and its dry run shows it', async () => {
  const id = await reached();
  const dry = await ask(id, 'cancel?dryRun=true');
  expect(dry.json()).toMatchObject({
    needsSecondPerson: false,
    variants: [{ people: 2, text: { text: 'Fausse alerte.' } }],
  });
  expect((await ask(id, 'cancel')).statusCode).toBe(202);
  await rig.untilExpanded(id);
  expect((await rig.messages(id)).map(({ text }) => text).slice(2)).toEqual(Array(2).fill('Fausse alerte.'));
});

test('a cancel with another text is answered with 200 and waits; by breaking the glass it is answered with 202', async () => {
  const id = await reached();
  const content = says('Rentrez chez vous.');
  expect((await ask(id, 'cancel?dryRun=true', { content })).json()).toMatchObject({
    needsSecondPerson: true,
  });
  const waits = await ask(id, 'cancel', { content });
  expect(waits.statusCode).toBe(200);
  expect(waits.json().proposedUpdate).toMatchObject({ what: 'cancel', content });
  const short = await ask(id, 'cancel', { content, breakGlass: true, reason: 'urgent' });
  expect(short.json().errors).toMatchObject([{ path: 'reason' }]);
  const glass = await ask(id, 'cancel', { content, breakGlass: true, reason: 'nobody answers' });
  expect(glass.statusCode).toBe(202);
  expect((await ask(id, 'cancel', { values: { place: 'Tours' } })).json().errors).toMatchObject([
    { path: 'values' },
  ]);
});

test('the end is sent once, and its dry run shows the text and the people', async () => {
  const id = await reached();
  expect((await ask(id, 'end?dryRun=true')).json()).toMatchObject({
    people: 2,
    variants: [{ text: { text: 'Fin de la crue.' } }],
  });
  expect((await ask(id, 'end')).statusCode).toBe(202);
  expect((await ask(id, 'end')).statusCode).toBe(409);
  const { waves } = (await http.ask('operator', 'GET', `/v1/alerts/${id}`)).json();
  expect(waves.map(({ kind }: { kind: string }) => kind)).toEqual(['first', 'end']);
});
