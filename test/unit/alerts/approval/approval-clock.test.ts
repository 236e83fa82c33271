import { afterEach, describe, expect, test } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { ApprovalRig, FakeOfficers, officer } from '../../../support/alerts/approval-rig.ts';

const MINUTE = 60_000;
const approver = { id: 'user:1', name: 'Officer 1', role: 'approver' } as const;

let rig: ApprovalRig;
afterEach(() => rig.remove());

const pass = (minutes: number): Promise<void> => rig.pass(minutes);

const approve = async (id: number) => {
  const preview = await rig.alerts.service.preview(id);
  return rig.alerts.service.approve(id, approver, preview?.hash);
};

describe('the clock of an approval', () => {
  test('pages the first on duty at once, and the next when nobody has answered in time', async () => {
    rig = await ApprovalRig.start();
    const { id } = await rig.submitted();
    await rig.untilSent(1);
    expect(rig.sent[0]).toMatchObject({ to: officer(1).phone, priority: 'critical' });
    expect(rig.text(0)).toMatch(
      /^TOCSIN à approuver : alerte RÉELLE \d+ "Crue du fleuve", 2 pers., reste 15 min\. Répondez OK \d{6}, ou NON \d{6} et la raison, sous 10 min\.$/,
    );
    await pass(2.5);
    expect(rig.sent).toHaveLength(1);
    await pass(1);
    expect(rig.sent.map(({ to }) => to)).toEqual([officer(1).phone, officer(2).phone]);
    expect(rig.code(0)).not.toBe(rig.code(1));
    const overview = await rig.alerts.service.overview(id);
    expect(overview?.approval).toMatchObject({
      deadline: (overview?.alert.submitted?.at ?? 0) + 15 * MINUTE,
      paged: [{ name: 'Officer 1', endedAt: undefined }, { name: 'Officer 2' }],
    });
  });

  test('has a deadline as soon as the alert waits, also when it waits again, before anybody is paged', async () => {
    rig = await ApprovalRig.start();
    const { id } = await rig.submitted();
    const approval = async () => (await rig.alerts.service.overview(id))?.approval;
    const submittedAt = async () => (await rig.alerts.service.get(id))?.submitted?.at ?? 0;
    expect(await approval()).toMatchObject({ deadline: (await submittedAt()) + 15 * MINUTE, paged: [] });
    await rig.untilSent(1);
    await pass(2);
    expect(await approval()).toMatchObject({ paged: [{ name: 'Officer 1' }] });
    await rig.alerts.service.returnToAuthor(id, approver, 'the place is missing');
    await rig.alerts.service.submit(id, author);
    expect(await approval()).toMatchObject({ deadline: (await submittedAt()) + 15 * MINUTE, paged: [] });
  });

  test('tells the author, the log and the metrics when nobody has approved at the deadline, and only once', async () => {
    const phone = officer(9).phone;
    rig = await ApprovalRig.start({
      officers: new FakeOfficers(
        officer(1),
        officer(9, { id: author.id, name: author.name, phone, mayApprove: false }),
      ),
      policy: { approvalClock: { call: '+33199000018' } },
    });
    const { id } = await rig.submitted();
    await pass(16);
    const toAuthor = () => rig.sent.filter(({ to }) => to === phone).map(({ text }) => text);
    expect(toAuthor()).toEqual([
      `TOCSIN : alerte ${id} : personne n'a approuvé à temps. Appelez +33199000018.`,
    ]);
    const pages = rig.sent.length;
    await pass(30);
    expect(toAuthor()).toHaveLength(1);
    expect(rig.sent).toHaveLength(pages);
    expect(rig.counts.filter((what) => what === 'overdue')).toHaveLength(1);
    expect(await rig.actions(id)).toContain('approvalOverdue the gateway paged: Officer 1');
    expect(
      rig.alerts.log.lines.some(({ message }) => message === 'nobody has approved an alert in time'),
    ).toBe(true);
  });

  test('never pages an author of the alert, a user who may not approve, or one without a phone', async () => {
    rig = await ApprovalRig.start({
      officers: new FakeOfficers(
        officer(1, { id: author.id }),
        officer(2, { mayApprove: false }),
        officer(3, { phone: undefined }),
        officer(4),
      ),
    });
    await rig.submitted();
    await pass(16);
    expect(new Set(rig.sent.map(({ to }) => to))).toEqual(new Set([officer(4).phone, officer(1).phone]));
    expect(rig.sent.filter(({ to }) => to === officer(1).phone).map(({ text }) => text)).toEqual([
      expect.stringContaining("personne n'a approuvé à temps"),
    ]);
  });

  test('does not run where no second person is asked for', async () => {
    rig = await ApprovalRig.start({ policy: { twoPersons: 'never' } });
    await rig.submitted();
    await pass(20);
    expect(rig.sent).toEqual([]);
  });

  test('pages nobody for an alert whose scenario was approved beforehand, which is approved as it is submitted', async () => {
    rig = await ApprovalRig.start();
    const { id, version } = await rig.submitted();
    await rig.atRest();
    await rig.alerts.service.approveBeforehand(id, approver, version, () => undefined, 0);
    await pass(5);
    expect(rig.sent).toEqual([]);
    expect((await rig.alert(id)).state).toBe('approved');
  });

  test('goes on after a restart: nobody is paged twice for one step, and none is left out', async () => {
    rig = await ApprovalRig.start();
    await rig.submitted();
    await rig.untilSent(1);
    await pass(1);
    await rig.clock.stop();
    await rig.alerts.stop();
    await rig.alerts.disk.reopen();
    const again = await AlertRig.start({ twoPersons: 'always' }, rig.alerts.disk, rig.alerts.traffic.lanes);
    rig = await ApprovalRig.start({ on: again });
    await pass(1);
    expect(rig.sent).toEqual([]);
    await pass(1.5);
    expect(rig.sent.map(({ to }) => to)).toEqual([officer(2).phone]);
  });

  test('tells the officers whose code is void once the alert is approved in the console, and not the approver', async () => {
    rig = await ApprovalRig.start();
    const { id } = await rig.submitted();
    await pass(4);
    expect(rig.sent).toHaveLength(2);
    await approve(id);
    await rig.untilSent(3);
    await pass(1);
    expect(rig.sent.slice(2).map(({ to, text }) => [to, text])).toEqual([
      [officer(2).phone, `TOCSIN : alerte ${id}, c'est réglé. Votre code ne sert plus.`],
    ]);
    // Else it would wait behind the alert itself, where only a modem is left.
    expect(rig.sent[2]?.priority).toBe('critical');
  });

  test('begins anew, with other codes, when a returned alert is submitted again', async () => {
    rig = await ApprovalRig.start();
    const { id } = await rig.submitted();
    await rig.untilSent(1);
    await rig.alerts.service.returnToAuthor(id, approver, 'trop tôt');
    await pass(1);
    await rig.alerts.service.submit(id, author);
    await pass(1);
    const pages = rig.sent.filter(({ text }) => text.includes('approuver'));
    expect(pages.map(({ to }) => to)).toEqual([officer(1).phone, officer(1).phone]);
    expect(await rig.say(`OK ${rig.code(0)}`)).toMatchObject({
      reply: expect.stringMatching(/^Rien de fait/),
    });
    expect((await rig.alert(id)).state).toBe('pendingApproval');
  });

  test('launches an alert that asks for it once it is approved, and tells its author to how many people', async () => {
    const phone = officer(9).phone;
    rig = await ApprovalRig.start({
      officers: new FakeOfficers(officer(1), officer(9, { id: author.id, phone, mayApprove: false })),
    });
    const { id } = await rig.submitted({}, true);
    await rig.untilSent(1);
    await approve(id);
    await rig.untilSent(2);
    expect(await rig.alert(id)).toMatchObject({ state: 'sending', launched: { name: author.name } });
    expect(rig.sent.find(({ to }) => to === phone)?.text).toBe(
      `TOCSIN : alerte ${id} approuvée par Officer 1 et lancée à 2 pers.`,
    );
  });

  test('tells its author to launch an alert that does not ask for it', async () => {
    const phone = officer(9).phone;
    rig = await ApprovalRig.start({
      officers: new FakeOfficers(officer(1), officer(9, { id: author.id, phone, mayApprove: false })),
    });
    const { id } = await rig.submitted();
    await rig.untilSent(1);
    await approve(id);
    await rig.untilSent(2);
    expect((await rig.alert(id)).state).toBe('approved');
    expect(rig.text(1)).toBe(`TOCSIN : alerte ${id} approuvée par Officer 1. Lancez-la.`);
  });

  test('tells why an approved alert cannot be launched, and does not try again', async () => {
    const phone = officer(9).phone;
    rig = await ApprovalRig.start({
      officers: new FakeOfficers(officer(1), officer(9, { id: author.id, phone, mayApprove: false })),
    });
    const { id } = await rig.submitted({ routes: ['gone'] }, true);
    await rig.untilSent(1);
    await approve(id);
    await rig.untilSent(2);
    expect(rig.sent.find(({ to }) => to === phone)?.text).toMatch(
      /mais NON lancée : voies : aucune voie ne s'appelle 'gone'$/,
    );
    expect(await rig.alert(id)).toMatchObject({ state: 'approved' });
    expect((await rig.alert(id)).launchOnApproval).toBeUndefined();
  });

  test('pages the next at once if no route can reach the first', async () => {
    rig = await ApprovalRig.start();
    rig.unreachable.add(officer(1).phone ?? '');
    await rig.submitted();
    await rig.untilSent(1);
    expect(rig.sent[0]?.to).toBe(officer(2).phone);
  });

  test('runs for a proposed update too', async () => {
    rig = await ApprovalRig.start();
    const { id } = await rig.submitted();
    await rig.untilSent(1);
    await approve(id);
    await rig.alerts.launch(id);
    await rig.alerts.untilExpanded(id);
    const { content } = (await rig.alert(id)).draft;
    await rig.alerts.service.update(id, { content, values: {} }, author);
    await rig.untilSent(2);
    expect(rig.text(1)).toContain(`mise à jour de l'alerte RÉELLE ${id} "Crue du fleuve", 2 pers.`);
    const done = await rig.say(`OK ${rig.code(1)}`);
    expect(done?.reply).toBe(`Approuvé : la mise à jour de l'alerte ${id} part.`);
    expect((await rig.alert(id)).proposedUpdate).toBeUndefined();
  });

  test('pages the officer to whom the one on duty has delegated', async () => {
    rig = await ApprovalRig.start({ officers: new FakeOfficers(officer(1), officer(2)) });
    const { store, clock } = rig.alerts.disk;
    const now = clock.now();
    const by = ({ id, name }: { id: string; name: string }) => ({ id, name });
    await store.approvals.addDelegation(
      { from: by(officer(1)), to: by(officer(2)), since: now, until: now + 60 * MINUTE },
      now,
    );
    await rig.submitted();
    await rig.untilSent(1);
    expect(rig.sent[0]?.to).toBe(officer(2).phone);
  });
});
