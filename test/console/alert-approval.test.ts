import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AlertDesk, inFrench } from '../support/console/alert-desk.ts';
import { violations } from '../support/console/axe.ts';
import { numberOf } from '../support/store/messages.ts';

let desk: AlertDesk;
beforeAll(async () => {
  desk = await AlertDesk.start({ twoPersons: 'live', approvalClock: { from: '+33199000001' } });
});
afterEach(() => desk.rig.closeWindows());
afterAll(() => desk.stop());

/** Makes a list with so many people. */
const listOf = async (people: number): Promise<number> => {
  const { id } = await desk.program.call<{ id: number }>('POST', '/v1/lists', {
    name: 'Rive nord',
    kind: 'emergency',
  });
  await join(
    id,
    Array.from({ length: people }, (_, index) => index),
  );
  return id;
};

const join = async (list: number, people: readonly number[]): Promise<void> => {
  const csv = ['number,language', ...people.map((index) => `${numberOf(index)},fr`), ''].join('\n');
  const { program } = desk;
  const { id } = await program.call<{ id: number }>('POST', `/v1/imports?list=${list}`, csv, {
    status: 202,
    headers: { 'content-type': 'text/csv' },
  });
  await program.until(
    () => program.get<{ state: string }>(`/v1/imports/${id}`),
    ({ state }) => state === 'done',
  );
};

/** As a field for a date and a time has it. */
const inPlace = (ms: number): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Paris' })
    .format(ms)
    .replace(' ', 'T');

test('a second person sees by itself what waits, approves exactly that, and a correction likewise', async () => {
  const { rig, program } = desk;
  const list = await rig.open('/alerts', 'Bruno', { locale: 'en-GB' });
  await list.getByText('No alerts yet').waitFor();
  const cancelContent = {
    defaultLanguage: 'fr',
    variants: [{ language: 'fr', text: 'TOWN : annulé, restez chez vous.' }],
  };
  const { id } = await program.create(desk.draft(4, { cancelContent }));
  await program.step(id, 'submit');
  await list
    .getByText(/^(Asked: Bruno, until|Anybody who may approve)/)
    .first()
    .waitFor();
  expect(await violations(list)).toEqual([]);
  await list
    .getByRole('link', { name: /Crue de la Garonne/ })
    .first()
    .click();
  await list.getByText('To 4 people').first().waitFor();
  await list.getByText(/left, until/).waitFor();
  // The approval lets one person send this text: whoever approves has seen it.
  await list.getByText('TOWN : annulé, restez chez vous.').waitFor();
  await list.getByRole('heading', { name: 'To be approved by' }).waitFor();
  expect(await violations(list)).toEqual([]);
  const author = await rig.open(`/alerts/${id}`, 'Anna', { locale: 'fr-FR', scheme: 'dark' });
  await author.getByText("En attente d'approbation").waitFor();
  expect(await author.getByRole('button', { name: 'Approuver' }).count()).toBe(0);
  expect(await violations(author)).toEqual([]);

  await list.getByText(/Bruno was asked by SMS/).waitFor();
  await list.getByRole('button', { name: 'Approve', exact: true }).click();
  // What is signed stands in the question once more.
  const question = list.getByRole('dialog', { name: 'Approve exactly this?' });
  expect(await question.getByRole('blockquote').first().textContent()).toContain('quartier nord. Quittez');
  await question.getByRole('button', { name: 'Approve it for 4 people' }).click();
  await list.getByText('Nothing is sent yet. Tell').waitFor();
  await author.getByRole('button', { name: 'Lancer' }).click();
  await author.getByRole('button', { name: 'Envoyer à 4 personnes (8 SMS)' }).click();
  await author.getByText("Anna l'a lancée.").waitFor();
  await program.untilAlert(id, ({ progress }) => progress.byState['delivered'] === 4);

  await author
    .getByText(/^Terminée/)
    .first()
    .waitFor();
  await author.getByRole('button', { name: 'Corriger' }).click();
  await author.getByLabel(/Texte en français/).fill('05:10 : passez par le sud.');
  await author
    .getByRole('button', { name: 'La proposer pour 4 personnes : une deuxième personne envoie' })
    .click();
  await list.getByRole('heading', { name: 'A correction waits for a second person' }).waitFor();
  await list.getByRole('button', { name: 'Approve and send it' }).click();
  await list.getByRole('dialog').getByText('05:10 : passez par le sud.').waitFor();
  await list.getByRole('button', { name: 'Send it to 4 people' }).click();
  await list.getByText('Bruno approved the correction, which went out.').waitFor();
  await list.close();
  await author.close();
});

test('an approval is refused if more people would get it by then, and the difference is shown', async () => {
  const { rig, program } = desk;
  const group = await listOf(3);
  const { id } = await program.create(desk.draft(0, { audience: { include: [{ list: group }] } }));
  await program.step(id, 'submit');
  const page = await rig.open(`/alerts/${id}`, 'Bruno', { locale: 'en-GB' });
  await page.getByText('To 3 people').first().waitFor();
  await page.getByText('List “Rive nord”').waitFor();
  await join(group, [3]);
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByRole('button', { name: 'Approve it for 3 people' }).click();
  // The question stays until the refusal is told in it.
  await page.getByRole('dialog').getByRole('alert').waitFor();
  expect((await program.alert(id)).state).toBe('pendingApproval');
  await page.keyboard.press('Escape');
  const difference = page.getByRole('table', { name: 'It has changed since you saw it' });
  expect(await difference.getByRole('row', { name: /People who get it/ }).textContent()).toBe(
    'People who get it34',
  );
  await page.getByText(/^It was for 3 people when .+ submitted it; now it is for 4\.$/).waitFor();
  await rig.picture(page, 'since-submission');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByRole('button', { name: 'Approve it for 4 people' }).click();
  await page.getByText('Bruno approved it.').waitFor();
  await page.getByText('Approved, but not sent: its author or another operator launches it.').waitFor();
  await page.close();
  // The first page of who has to launch it doesn't forget it.
  const author = await rig.open('/', 'Anna', { locale: 'en-GB' });
  await author.getByText('approved, not sent yet').waitFor();
  expect(await author.getByRole('link', { name: 'Look and launch' }).getAttribute('href')).toBe(
    `/console/alerts/${id}`,
  );
  await author.close();
});

test('an alert goes back to its author with a note, who goes on writing it', async () => {
  const { rig, program } = desk;
  const { id } = await program.create(desk.draft(2, { title: 'Nuage toxique' }));
  await program.step(id, 'submit');
  const page = await rig.open(`/alerts/${id}`, 'Bruno', { locale: 'en-GB' });
  await page.getByRole('button', { name: 'Return with a note' }).click();
  await page.getByLabel('Why').fill('le quartier sud manque');
  await page.getByRole('button', { name: /^Return it to / }).click();
  await page.getByText('le quartier sud manque').waitFor();
  const author = await rig.open('/alerts', 'Anna', { locale: 'en-GB' });
  expect(await author.getByRole('link', { name: 'Nuage toxique' }).first().getAttribute('href')).toBe(
    `/console/alerts/new/${id}`,
  );
  await page.close();
  await author.close();
});

test('somebody plans an exercise, changes it and removes it', async () => {
  const { rig, program } = desk;
  await program.call('POST', '/v1/scenarios', {
    name: 'Repli des écoles',
    kind: 'live',
    severity: 'severe',
    content: inFrench('Repli : gagnez les hauteurs.'),
    audience: { include: [{ numbers: [numberOf(1)] }] },
    validFor: 'PT1H',
  });
  const page = await rig.open('/alerts/schedules', 'Anna', { locale: 'fr-FR', width: 390, height: 844 });
  await page.getByText("Rien n'est programmé").waitFor();
  await page.getByRole('button', { name: 'Programmer un scénario' }).click();
  await page.getByLabel(/^Nom/).fill('Exercice mensuel');
  await page.getByLabel(/^Scénario/).selectOption({ label: 'Repli des écoles' });
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Le programmer' }).click();
  await page.getByText('le 1 de chaque mois à 10:00').waitFor();
  await page.getByRole('button', { name: 'Modifier' }).click();
  await page.getByLabel(/^À quel rythme/).selectOption({ label: 'Chaque semaine' });
  await page.getByRole('button', { name: 'Enregistrer la programmation' }).click();
  await page.getByText('chaque lundi à 10:00').waitFor();
  await page.getByText('Lancements').press('Enter');
  await page.getByText("Elle n'a encore rien lancé.").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Supprimer' }).press('Enter');
  await page.getByRole('button', { name: 'Supprimer « Exercice mensuel »' }).click();
  await page.getByText("Rien n'est programmé").waitFor();

  await page.goto(`${rig.gateway.url}/console/alerts/delegations`);
  await page.getByText("Personne n'a transmis ses approbations").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.close();
});

test('an approver lets another be asked until a time, is named in the list, and takes it back', async () => {
  const { rig } = desk;
  await rig.person('Chloé', { role: 'approver', phone: numberOf(9504) });
  const page = await rig.open('/alerts/delegations', 'Bruno', { locale: 'en-GB' });
  await page.getByRole('button', { name: 'Let another be asked in your place' }).click();
  await page.getByLabel('Name of the person').fill('Chloé');
  await page.getByLabel('Until when').fill(inPlace(desk.clock.now() + 8 * 3_600_000));
  await page.getByRole('button', { name: 'Let Chloé be asked' }).click();
  const row = page.getByRole('row', { name: /Bruno.*Chloé/ });
  await row.waitFor();
  expect(await violations(page)).toEqual([]);
  await row.getByRole('button', { name: 'End it' }).click();
  await page.getByRole('button', { name: 'Ask Bruno again' }).click();
  await row.waitFor({ state: 'detached' });
  await page.close();
});
