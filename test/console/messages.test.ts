import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Smsc } from '../../src/sim/smsc/smsc.ts';
import { AlertClient } from '../support/alerts/alert-client.ts';
import { draft } from '../support/alerts/alert-gateway.ts';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig } from '../support/console/console-rig.ts';

const LONG = 'Crue de la Garonne : gagnez les étages, coupez le gaz, écoutez la radio. '.repeat(4).trim();
const HOSTILE = '<img src=x onerror=alert(1)> {{answerDelivered}} $&';

let rig: ConsoleRig;
let orange: Smsc;
let sfr: Smsc;
let refused = '';

const carrier = (id: string, smsc: Smsc) => ({
  id,
  type: 'smpp' as const,
  host: '127.0.0.1',
  port: smsc.port,
  systemId: 'tocsin',
});

/** A live alert to one who has opted out and one who has not, as two persons let it go. */
const launched = async (operator: AlertClient, approver: AlertClient): Promise<void> => {
  const audience = { include: [{ numbers: ['+33639980042', '+33639980047'] }] };
  const { id } = await operator.create(draft(0, { title: 'Crue Garonne', audience }));
  await operator.step(id, 'submit', {});
  const { hash } = await approver.preview(id);
  await approver.step(id, 'approve', { hash });
  await operator.launch(id);
  await operator.untilAlert(id, ({ state }) => state === 'completed');
};

beforeAll(async () => {
  orange = await Smsc.start();
  sfr = await Smsc.start();
  rig = await ConsoleRig.start({
    sender: 'PREFECTURE',
    country: 'FR',
    routes: [carrier('orange', orange), carrier('sfr', sfr)],
    plan: [{ tiers: [['orange'], ['sfr']], spillAfter: '500ms' }],
  });
  const { api } = rig.gateway;
  await api.untilRoute('orange', 'up');
  await api.untilRoute('sfr', 'up');
  orange.misbehave({ refuse: 0x0a });
  const long = await api.send({
    to: '+33639980043',
    text: LONG,
    priority: 'critical',
    reference: 'crue-117',
  });
  await api.untilState(long.id, 'delivered');
  refused = long.id;
  orange.calm();
  const hostile = await api.send({ to: '+33639980044', text: HOSTILE, reference: HOSTILE.slice(0, 60) });
  await api.untilState(hostile.id, 'delivered');
  sfr.misbehave({ undeliverable: new Set(['+33639980045']) });
  const no = await api.send({ to: '+33639980045', text: 'Crue.', routes: ['sfr'] });
  await api.untilState(no.id, 'undelivered');
  await api.send({
    to: '+33639980046',
    text: 'Demain.',
    sendAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  for (const [path, body] of [
    ['/v1/contacts', { number: '+33639980042', name: 'Zoé' }],
    ['/v1/opt-outs', { number: '+33639980042', evidence: 'asked for by telephone' }],
  ] as const)
    expect((await api.request('POST', path, body)).status).toBe(201);
  const operator = new AlertClient(rig.gateway.url, await rig.gateway.token('operator'));
  const approver = new AlertClient(rig.gateway.url, await rig.gateway.token('approver'));
  await launched(operator, approver);
  // From the first user on, only persons approve.
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
  await rig.person('Vera', { role: 'viewer', phone: '+33639980002' });
});
afterEach(() => rig.closeWindows());
afterAll(async () => {
  await rig.stop();
  await orange.close();
  await sfr.close();
});

test('a newcomer finds by a number, written as one dials it, that a person was not warned, and why', async () => {
  const page = await rig.open('/messages', 'Vera', { locale: 'en-GB' });
  await page.getByLabel(/Number, reference, name/).fill('06 39 98 00 42');
  await page.keyboard.press('Enter');
  await page.getByText('Not warned: it was never sent, because: the person has opted out.').waitFor();
  await page.getByText('Opted out of everything').waitFor();
  await page.getByText('In the contacts as “Zoé”.').waitFor();
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'number-opted-out');
  // A filter narrows the list, and not the answer.
  await page.getByLabel('State').selectOption('delivered');
  await page.getByText('No message fits').waitFor();
  await page.getByText('Not warned: it was never sent, because: the person has opted out.').waitFor();
  await page.getByRole('button', { name: 'Show all again' }).click();
  // Of a number that never got a message, too, the gateway knows how it is dialled.
  await page.getByLabel(/Number, reference, name/).fill('06.39.98.00.49');
  await page.keyboard.press('Enter');
  await page.getByText(/not among the people of this alert/i).waitFor();
  await page.getByText('Not in the contacts.', { exact: false }).waitFor();
  await page.getByLabel(/Number, reference, name/).fill('Zo');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: '+33 6 39 98 00 42' }).click();
  await page.getByText('Not warned: it was never sent', { exact: false }).waitFor();
});

test('the life line shows a refused route, then delivery, and opens the evidence; parts have lines', async () => {
  const page = await rig.open(`/messages/${refused}`, 'Anna', { locale: 'en-GB' });
  await page.getByText(/^Delivered to the phone at \d\d:\d\d:\d\d, says sfr\.$/).waitFor();
  const steps = page.locator('.life-line > li');
  expect(await steps.locator('.step-name').allTextContents()).toEqual([
    'Accepted',
    'orange gave it back',
    'Given to sfr',
    'Sent by sfr',
    'Delivered',
  ]);
  await steps.nth(1).getByRole('button').click();
  await page.getByText('0x0000000A (ESME_RINVSRCADR)').first().waitFor();
  await rig.picture(page, 'message-evidence');
  await steps.nth(4).getByRole('button').click();
  await page.getByText('DELIVRD – the phone has it').first().waitFor();
  const parts = page.getByRole('table', { name: /Its \d parts/ }).locator('tbody tr');
  expect(await parts.count()).toBe(2);
  expect(await violations(page)).toEqual([]);
});

test('on paper the answer, the way and all evidence stand, and no buttons', async () => {
  const page = await rig.open(`/messages/${refused}`, 'Anna', { locale: 'en-GB' });
  await page.locator('.life-line').waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByText('0x0000000A (ESME_RINVSRCADR)').first().isVisible()).toBe(true);
  expect(await page.locator('.step-name').first().isVisible()).toBe(true);
  expect(await page.getByRole('button', { name: 'Print this page' }).isVisible()).toBe(false);
  expect(await page.locator('.top-bar').isVisible()).toBe(false);
  expect(await page.getByText(/^Printed on/).isVisible()).toBe(true);
  await rig.picture(page, 'message-print');
});

test('in French, in the dark and at 390 pixels, without scrolling sideways', async () => {
  const page = await rig.open(`/messages/${refused}`, 'Anna', {
    locale: 'fr-FR',
    scheme: 'dark',
    width: 390,
  });
  await page.getByText(/^Remis au téléphone à \d\d:\d\d:\d\d, selon sfr\.$/).waitFor();
  await page.getByText("l'opérateur refuse l'expéditeur").first().waitFor();
  const overflow = () => page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(await overflow()).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'message-390');
  await page.goto(`${rig.url}messages`);
  await page.locator('.data-table tbody tr').first().waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'messages-390');
});

test('one message is sent by a button that names phone and SMS, and withdrawn while it waits', async () => {
  const page = await rig.open('/messages/new', 'Anna', { locale: 'en-GB' });
  await page.getByRole('textbox', { name: 'To' }).fill('06 39 98 00 50');
  await page.getByRole('textbox', { name: 'Text' }).fill('Réunion à 8 h… venez');
  await rig.picture(page, 'send');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Send to 06 39 98 00 50 (1 SMS)' }).click();
  await page.getByRole('heading', { name: 'Message to +33 6 39 98 00 50' }).waitFor();
  await page.getByText(/Delivered to the phone/).waitFor();
  await page.goto(`${rig.url}messages?q=%2B33639980046`);
  await page.locator('.data-table tbody a').first().click();
  await page.getByRole('button', { name: 'Withdraw it' }).click();
  await page.getByRole('button', { name: 'Withdraw 1 message to +33 6 39 98 00 46' }).click();
  await page.getByText(/^Not warned: it was withdrawn/).waitFor();
});

test('whoever finds that a number was not warned writes to it from there', async () => {
  const page = await rig.open('/messages?q=%2B33639980042', 'Anna', { locale: 'en-GB' });
  await page.getByRole('link', { name: 'Write to this number' }).click();
  await page.getByRole('heading', { level: 1, name: 'Send one message' }).waitFor();
  expect(await page.getByRole('textbox', { name: 'To' }).inputValue()).toBe('+33639980042');
});

test('a viewer is offered neither sending nor withdrawing; hostile texts stay texts', async () => {
  const page = await rig.open('/messages', 'Vera', { locale: 'en-GB' });
  await page.locator('.data-table tbody tr').first().waitFor();
  expect(await page.getByRole('link', { name: 'Send one message' }).count()).toBe(0);
  await rig.picture(page, 'messages');
  await page.getByRole('link', { name: '+33 6 39 98 00 44' }).click();
  await page.locator('.phone-text').getByText('<img src=x onerror=alert(1)>', { exact: false }).waitFor();
  expect(await page.locator('main img').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Withdraw it' }).count()).toBe(0);
});
