import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Audience } from '../../../../src/domain/people/audience.ts';
import type { Rule } from '../../../../src/domain/people/rule.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.remove();
});

const isOneOf = (...indexes: readonly number[]): Rule => ({
  field: 'number',
  op: 'in',
  value: indexes.map(numberOf),
});

const segment = async (rule: Rule): Promise<number> => {
  const made = await rig.disk.store.segments.create('by the river', rule, 0);
  if (made === 'taken') throw new Error('there is such a segment already');
  return made.id;
};

/** Launches an alert to this audience, and does something before its first people are read. */
const launched = async (audience: Audience, meanwhile: () => Promise<unknown>): Promise<number> => {
  const { store } = rig.disk;
  const { id } = await rig.create(0, { audience });
  const page = store.audiencePage.bind(store);
  let done: Promise<unknown> | undefined;
  vi.spyOn(store, 'audiencePage').mockImplementation(async (...asked) => {
    done ??= meanwhile();
    await done;
    return page(...asked);
  });
  await rig.service.launch(id, { hash: undefined, actor: author });
  await rig.untilExpanded(id);
  return id;
};

const numbersOf = async (id: number) => (await rig.messages(id)).map(({ to }) => to);

describe('an alert that is being sent', () => {
  test('reaches the people of its segment as it was at the launch, even if the segment is edited meanwhile', async () => {
    await rig.list(0, 1, 2);
    const of = await segment(isOneOf(0, 1));
    const edit = () => rig.disk.store.segments.replace(of, 'by the river', isOneOf(2), undefined);
    const id = await launched({ include: [{ segment: of }] }, edit);
    expect(await numbersOf(id)).toEqual([0, 1].map(numberOf));
  });

  test('excludes the people of its segment as it was at the launch, even if the segment is removed meanwhile', async () => {
    const list = await rig.list(0, 1, 2);
    const of = await segment(isOneOf(1));
    const remove = async () => rig.disk.tearOut('segments', of);
    const id = await launched({ include: [{ list }], exclude: [{ segment: of }] }, remove);
    expect(await numbersOf(id)).toEqual([0, 2].map(numberOf));
  });

  test('reaches a person who joins a list of its segment meanwhile, if their number comes after those already read', async () => {
    const list = await rig.list(0);
    const of = await segment({ list });
    const id = await launched({ include: [{ segment: of }] }, () => rig.join(list, 1));
    expect(await numbersOf(id)).toEqual([0, 1].map(numberOf));
  });
});

test('the report of an alert counts people by segment as it was at the launch, even if the segment was removed', async () => {
  const reports = rig.reports();
  await rig.list(0, 1, 2);
  const of = await segment(isOneOf(0, 1));
  const id = await launched({ include: [{ segment: of }] }, async () => rig.disk.tearOut('segments', of));
  await rig.deliver(await rig.claim(`${id}.1`));
  expect((await reports.report(id))?.groups).toMatchObject([
    { group: `segment ${of}`, people: 2, reached: 2 },
  ]);
});
