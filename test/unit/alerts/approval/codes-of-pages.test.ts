import { afterEach, describe, expect, test } from 'vitest';
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

describe('guesses of codes', () => {
  test('end with the third: the code of the phone is void, and another officer is paged at once', async () => {
    const { id, code } = await paged();
    let guess = code;
    for (let tried = 0; tried < 3; tried++) {
      guess = wrongFor(guess);
      await rig.say(`OK ${guess}`);
    }
    expect(await reply(`OK ${code}`)).toMatch(/trop de codes faux/);
    expect(await state(id)).toBe('pendingApproval');
    await rig.untilSent(2);
    expect(rig.sent[1]?.to).toBe(officer(2).phone);
    await rig.say(`OK ${rig.code(1)}`, officer(2));
    expect(await state(id)).toBe('approved');
  });

  test('in a flood of 20,000 cost a few derivations and a few replies, and the officer can approve after them', async () => {
    const { id } = await paged();
    const before = process.cpuUsage();
    let replies = 0;
    for (let sent = 0; sent < 20_000; sent += 100) {
      const batch = Array.from({ length: 100 }, (_, index) =>
        rig.say(`OK ${String(sent + index).padStart(6, '0')}`),
      );
      for (const done of await Promise.all(batch)) {
        if (done?.reply !== undefined) replies++;
        expect(done?.shownAs).toBe('OK …');
      }
    }
    const { user } = process.cpuUsage(before);
    expect(replies).toBeLessThanOrEqual(5);
    // Each derivation takes some 50 ms: 20,000 of them would take more than 15 minutes.
    expect(user / 1e6).toBeLessThan(60);
    expect(await state(id)).toBe('pendingApproval');
    // By HTTP it works all the time; by SMS with the code of the next page.
    await later(4);
    await rig.say(`OK ${rig.code(1)}`, officer(2));
    expect(await state(id)).toBe('approved');
  }, 120_000);

  test('end all codes of an alert with the tenth; from then on pages say to use the console, which still works', async () => {
    const { id } = await paged();
    for (let wrong = 0; wrong < 12; wrong++) {
      const last = rig.sent.at(-1);
      await rig.say('OK 99999', String(last?.to));
      await rig.atRest();
      if (wrong % 3 === 2) await later(3);
    }
    await later(4);
    const last = rig.sent.at(-1);
    expect(last?.text).toMatch(/Réponse par SMS bloquée : approuvez dans la console\.$/);
    expect(last?.text).not.toMatch(/\d{6}/);
    const preview = await rig.alerts.service.preview(id);
    const by = { id: 'user:1', name: 'Officer 1' };
    expect((await rig.alerts.service.approve(id, by, preview?.hash)).kind).toBe('done');
  });
});

describe('the code of a page', () => {
  test('is nowhere in clear but in the message to the officer, which no list of messages shows whole', async () => {
    const { id, code } = await paged();
    const { store } = rig.alerts.disk;
    const [message] = rig.sent;
    const shown = message === undefined ? undefined : await store.get(message.id);
    expect(shown?.text).toContain('Répondez OK …, ou NON …');
    await rig.say(`OK ${code} code ${code}`);
    const log = JSON.stringify([
      await store.alertLog(id),
      rig.alerts.log.lines,
      await store.takeHappenings(100),
    ]);
    const audit = JSON.stringify(await store.audit(noFilter, { limit: 100, cursor: undefined }));
    expect(log).not.toContain(code);
    expect(audit).not.toContain(code);
    expect(await state(id)).toBe('approved');
  });
});
