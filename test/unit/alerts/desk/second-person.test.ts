import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Rule } from '../../../../src/domain/people/rule.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { approver, author, draftOf } from '../../../support/alerts/alerts.ts';
import { numberOf } from '../../../support/store/messages.ts';

const admin = { id: 'token-admin', name: 'admin', role: 'admin' } as const;
const LATER_MS = 60_000;

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'live' });
});
afterEach(() => rig.remove());

const building = (of: number): Rule => ({
  field: 'attributes.building',
  op: 'eq',
  value: `bâtiment ${of}`,
});

const segmentOf = async (rule: Rule): Promise<number> => {
  const segment = await rig.disk.store.segments.create('quartier', rule, 0);
  if (segment === 'taken') throw new Error('there is such a segment already');
  return segment.id;
};

describe('an alert that a second person approved', () => {
  test('is not launched after its segment was edited to match other people, even if their number is equal', async () => {
    await rig.list(1, 2);
    const segment = await segmentOf(building(1));
    const alert = await rig.service.create(draftOf({ audience: { include: [{ segment }] } }), author);
    const hash = (await rig.service.preview(alert.id))?.hash;
    await rig.service.submit(alert.id, author);
    expect(await rig.service.approve(alert.id, approver, hash)).toMatchObject({ kind: 'done' });
    await rig.disk.store.segments.replace(segment, 'quartier', building(2), undefined);
    expect(await rig.service.launch(alert.id, { hash, actor: author })).toMatchObject({
      kind: 'needsApproval',
    });
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'needsApproval' });
    expect(await rig.messages(alert.id)).toEqual([]);
  });

  test('is launched although a person joined its list after the approval', async () => {
    const list = await rig.list(1, 2);
    const alert = await rig.service.create(draftOf({ audience: { include: [{ list }] } }), author);
    await rig.service.submit(alert.id, author);
    await rig.service.approve(alert.id, approver);
    await rig.join(list, 3);
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'done' });
  });

  test('loses its approval when its scheduled launch is refused and the alert is returned, so that the edited alert needs a new approval', async () => {
    const list = await rig.list(1);
    const scheduledAt = rig.disk.clock.now() + LATER_MS;
    const draft = draftOf({ audience: { include: [{ list }] }, scheduledAt });
    const alert = await rig.service.create(draft, author);
    await rig.service.submit(alert.id, author);
    await rig.service.approve(alert.id, approver);
    await rig.launch(alert.id);
    rig.disk.tearOut('lists', list);
    await rig.disk.clock.advance(LATER_MS);
    expect(await rig.untilState(alert.id, 'returned')).toMatchObject({ approved: undefined });
    const other = draftOf({ audience: { include: [{ numbers: [numberOf(7)] }] } });
    await rig.service.edit(alert.id, other, author);
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'needsApproval' });
  });

  test('can not have been approved by one of its editors: such an approval is refused', async () => {
    const alert = await rig.create(2);
    await rig.service.edit(alert.id, { ...alert.draft, title: 'Crue soudaine' }, admin);
    await rig.service.submit(alert.id, author);
    expect(await rig.service.approve(alert.id, admin)).toEqual({ kind: 'ownApproval' });
    expect(await rig.service.approve(alert.id, approver)).toMatchObject({ kind: 'done' });
  });
});

describe('an alert that was scheduled', () => {
  /** Scheduled for the people of a segment, without a second person. */
  const scheduled = async (segment: number): Promise<number> => {
    const scheduledAt = rig.disk.clock.now() + LATER_MS;
    const draft = draftOf({ kind: 'exercise', audience: { include: [{ segment }] }, scheduledAt });
    const { id } = await rig.service.create(draft, author);
    expect(await rig.launch(id)).toMatchObject({ kind: 'done', alert: { state: 'scheduled' } });
    return id;
  };

  test('is returned to its author if its segment was edited to match other people before the scheduled time', async () => {
    await rig.list(1, 2, 3);
    const segment = await segmentOf(building(1));
    const id = await scheduled(segment);
    await rig.disk.store.segments.replace(segment, 'quartier', { not: building(9) }, undefined);
    await rig.disk.clock.advance(LATER_MS);
    expect(await rig.untilState(id, 'returned')).toMatchObject({ launched: undefined });
    expect(await rig.messages(id)).toEqual([]);
    expect((await rig.service.overview(id))?.log.at(-1)).toMatchObject({
      action: 'return',
      detail: expect.stringMatching(/segment or area .* since it was scheduled/),
    });
  });

  test('is launched although a contact that matches its segment was added before the scheduled time', async () => {
    const list = await rig.list(1);
    const id = await scheduled(await segmentOf({ not: building(9) }));
    await rig.join(list, 2);
    await rig.disk.clock.advance(LATER_MS);
    await rig.untilExpanded(id);
    expect(await rig.messages(id)).toHaveLength(2);
  });
});

test('a launch by break glass is refused for an alert that is scheduled for later', async () => {
  const alert = await rig.create(1, { scheduledAt: rig.disk.clock.now() + LATER_MS });
  const hash = (await rig.service.preview(alert.id))?.hash;
  const launch = { hash, actor: author, breakGlass: 'the approver cannot be reached' };
  expect(await rig.service.launch(alert.id, launch)).toMatchObject({ kind: 'needsApproval' });
  expect(await rig.service.get(alert.id)).toMatchObject({ state: 'draft' });
});
