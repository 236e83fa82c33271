import { afterEach, describe, expect, test } from 'vitest';
import { author } from '../../../support/alerts/alerts.ts';
import { ApprovalRig, officer } from '../../../support/alerts/approval-rig.ts';

const noFilter = { actor: undefined, action: undefined, subject: undefined, since: undefined } as const;

let rig: ApprovalRig;
afterEach(() => rig.remove());

/** An alert of which the first officer was paged. */
const paged = async (launches = false) => {
  rig = await ApprovalRig.start();
  const alert = await rig.submitted({}, launches);
  await rig.untilSent(1);
  return { id: alert.id, code: rig.code(0) };
};

const state = async (id: number) => (await rig.alert(id)).state;
const reply = async (...said: Parameters<ApprovalRig['say']>) => (await rig.say(...said))?.reply;
const wrongFor = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const later = (minutes: number): Promise<void> => rig.pass(minutes);

describe('an answer by SMS to a page', () => {
  test('approves exactly what was paged, with one line for the answer and one for the approval in the log', async () => {
    const { id, code } = await paged();
    expect(await reply(`OK ${code}`)).toBe(
      `Approuvé : alerte ${id}. PAS encore lancée : c'est à son auteur.`,
    );
    expect(await rig.alert(id)).toMatchObject({
      state: 'approved',
      approved: { id: 'user:1', name: 'Officer 1' },
    });
    const actions = await rig.actions(id);
    expect(actions.slice(-2)).toEqual([
      'pageAnswered Officer 1 OK by SMS',
      expect.stringMatching(/^approve Officer 1 /),
    ]);
    const overview = await rig.alerts.service.overview(id);
    expect(overview?.approval?.paged[0]?.endedAt).toBe(rig.alerts.disk.clock.now());
  });

  test.each([
    ['ok {}'],
    ['Ok{}'],
    ['ok{}'],
    [' OK : {} '],
    ['oui {}'],
    ['OK {} merci'],
    ['"OK {}."'],
    ['yes {}!'],
  ])('is understood when it is written as %j', async (written) => {
    const { id, code } = await paged();
    await rig.say(written.replace('{}', code));
    expect(await state(id)).toBe('approved');
  });

  test('is understood with full-width digits, and with a gap in the code', async () => {
    const { id, code } = await paged();
    const wide = [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    await rig.say(`ＯＫ ${wide.slice(0, 3)} ${wide.slice(3)}`);
    expect(await state(id)).toBe('approved');
  });

  test('returns the alert to its author with the reason', async () => {
    const { id, code } = await paged();
    expect(await reply(`NON ${code} trop de monde`)).toBe(`Renvoyée à son auteur : alerte ${id}.`);
    expect(await state(id)).toBe('returned');
    expect((await rig.actions(id)).at(-1)).toBe('return Officer 1 trop de monde');
  });

  test('launches an alert that is launched by its approval', async () => {
    const { id, code } = await paged(true);
    expect(await reply(`OK ${code}`)).toBe(`Approuvé : alerte ${id}. Elle part maintenant.`);
    await rig.alerts.untilState(id, 'sending');
  });

  test('passes the page on to the officer who is named, with another code', async () => {
    const { id, code } = await paged();
    expect(await reply(`DELEGUER nobody ${code}`)).toBe(
      'NON transmis : personne de ce nom ne peut approuver par SMS. Votre code sert encore.',
    );
    rig.officers.change('user:3', { name: 'Martin 3' });
    expect(await reply(`Déléguer martin 3 ${code}`)).toBe(`Transmise à Martin 3 : alerte ${id}.`);
    expect(rig.sent.at(-1)).toMatchObject({ to: officer(3).phone });
    expect(await rig.actions(id)).toContain('delegate Officer 1 to Martin 3');
    expect(await reply(`OK ${code}`)).toMatch(/déjà servi/);
    expect(await state(id)).toBe('pendingApproval');
    await rig.say(`OK ${rig.code(rig.sent.length - 1)}`, officer(3));
    expect(await state(id)).toBe('approved');
  });

  test('is no command if it has no code, or if nothing waits for an approval', async () => {
    const { id, code } = await paged();
    for (const text of ['OK', 'oui merci', '1', 'OK 12', 'STOP']) {
      expect(await rig.say(text), text).toBeUndefined();
    }
    await rig.say(`OK ${code}`);
    expect(await state(id)).toBe('approved');
    await rig.alerts.disk.clock.advance(24 * 3_600_000);
    expect(await rig.say('OK 123456')).toBeUndefined();
  });
});

describe('an approval by SMS is not given', () => {
  test('with a wrong code, from whatever sender the text comes', async () => {
    const { id, code } = await paged();
    expect(await reply(`OK ${wrongFor(code)}`)).toBe('NON approuvé : ce code est faux pour votre téléphone.');
    expect(await reply('OK 4821')).toMatch(/faux/);
    expect(await state(id)).toBe('pendingApproval');
    expect(rig.counts).toContain('wrongCode');
    const audit = await rig.alerts.disk.store.audit(
      { ...noFilter, action: 'approval' },
      { limit: 10, cursor: undefined },
    );
    expect(audit.items[0]).toMatchObject({ action: 'approval.refused', detail: { why: 'wrongCode' } });
  });

  test('by the call for help of a stranger or an officer that begins like an answer, which goes on to the duty', async () => {
    const { id } = await paged();
    for (const from of ['+33639980177', officer(1)] as const)
      for (const text of ['Non, 1500 personnes coincées, au secours', 'OUI 4821'])
        expect(await rig.say(text, from, undefined, true)).toBeUndefined();
    expect(await state(id)).toBe('pendingApproval');
  });

  test('with the right code from another phone, be it of an officer or of a stranger', async () => {
    const { id, code } = await paged();
    expect(await reply(`OK ${code}`, officer(2))).toMatch(/faux pour votre téléphone/);
    const stranger = await rig.say(`OK ${code}`, '+33639980177');
    expect(stranger).toBeUndefined();
    expect(await state(id)).toBe('pendingApproval');
    await rig.say(`OK ${code}`);
    expect(await state(id)).toBe('approved');
  });

  test('twice: neither by a repeated SMS nor by a copy with another id', async () => {
    const { id, code } = await paged();
    const first = await rig.say(`OK ${code}`, officer(1), 'inbox 1');
    const version = (await rig.alert(id)).version;
    expect((await rig.say(`OK ${code}`, officer(1), 'inbox 1'))?.handledAs).toBe(first?.handledAs);
    expect(await reply(`OK ${code}`, officer(1), 'inbox 2')).toBe('Rien de fait : ce code a déjà servi.');
    expect((await rig.alert(id)).version).toBe(version);
    await rig.alerts.service.returnToAuthor(id, { id: 'user:2', name: 'Officer 2' }, 'non');
    await later(1);
    await rig.alerts.service.submit(id, author);
    expect(await reply(`OK ${code}`, officer(1), 'inbox 3')).toMatch(/déjà servi/);
    expect(await state(id)).toBe('pendingApproval');
  });

  test('to another alert of the same title', async () => {
    const { id, code } = await paged();
    const other = await rig.submitted();
    await rig.untilSent(2);
    expect(rig.sent[1]?.to).toBe(officer(1).phone);
    await rig.say(`OK ${code}`);
    expect(await state(id)).toBe('approved');
    expect(await state(other.id)).toBe('pendingApproval');
  });

  test('to an alert that was edited after the page', async () => {
    const { id, code } = await paged();
    const alert = await rig.alert(id);
    const by = { id: 'user:2', name: 'Officer 2', role: 'approver' } as const;
    await rig.alerts.service.returnToAuthor(id, by, 'plus court');
    await rig.alerts.service.edit(id, { ...alert.draft, title: 'Crue', validForMs: 1_800_000 }, author);
    await later(1);
    await rig.alerts.service.submit(id, author);
    expect(await reply(`OK ${code}`)).toMatch(/^Rien de fait : l'affaire de ce code est réglée/);
    expect(await state(id)).toBe('pendingApproval');
  });

  test('if other people would get the alert than were paged; the officer gets a new code at once', async () => {
    rig = await ApprovalRig.start();
    const list = await rig.alerts.list(1, 2, 3);
    const { id } = await rig.submitted({ audience: { include: [{ list }] } });
    await rig.untilSent(1);
    expect(rig.text(0)).toContain('3 pers.');
    await rig.alerts.join(list, 4);
    expect(await reply(`OK ${rig.code(0)}`)).toMatch(/les destinataires ont changé/);
    await rig.untilSent(2);
    expect(rig.sent[1]?.to).toBe(officer(1).phone);
    expect(rig.text(1)).toContain('4 pers.');
    await rig.say(`OK ${rig.code(1)}`);
    expect(await state(id)).toBe('approved');
  });

  test('by somebody who was disabled, or who may not approve any more', async () => {
    const { id, code } = await paged();
    rig.officers.change('user:1', { mayApprove: false });
    expect(await reply(`OK ${code}`)).toBe("NON approuvé : vous n'avez pas le droit d'approuver.");
    rig.officers.disable('user:1');
    expect(await reply(`OK ${code}`)).toMatch(/pas le droit/);
    expect(await state(id)).toBe('pendingApproval');
  });

  test('by somebody who has the phone now, but is not the one who was paged', async () => {
    const { id, code } = await paged();
    rig.officers.disable('user:1');
    rig.officers.all.push(officer(1, { id: 'user:7' }));
    expect(await reply(`OK ${code}`)).toMatch(/faux pour votre téléphone/);
    expect(await state(id)).toBe('pendingApproval');
  });

  test('by somebody who has become an author since', async () => {
    const { id, code } = await paged();
    const alert = await rig.alert(id);
    const one = { id: 'user:1', name: 'Officer 1', role: 'admin' } as const;
    await rig.alerts.service.returnToAuthor(id, one, 'je corrige');
    await rig.alerts.service.edit(id, alert.draft, one);
    await later(1);
    await rig.alerts.service.submit(id, author);
    expect(await reply(`OK ${code}`)).toMatch(/^Rien de fait/);
    await later(20);
    expect(
      rig.sent.slice(1).some(({ to, text }) => to === officer(1).phone && text.includes('approuver')),
    ).toBe(false);
  });

  test('by a code that is older than ten minutes', async () => {
    const { id, code } = await paged();
    await later(10);
    expect(await reply(`OK ${code}`)).toMatch(/plus de 10 minutes/);
    await later(5);
    expect(await reply(`OK ${code}`)).not.toMatch(/^Approuvé/);
    expect(await state(id)).toBe('pendingApproval');
  });
});
