import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { body, fields } from '../../support/store/every-field.ts';
import { EveryFieldRig, storyOf, type Way, ways } from '../../support/store/every-field-rig.ts';
import {
  notOfThisMessage,
  notOfThisView,
  ofItsClaim,
  ofItsWay,
  sameColumns,
} from '../../support/store/later-fields.ts';
import { accepted, negative, requeued } from '../../support/store/messages.ts';

const ALL_WAYS = Object.keys(ways) as Way[];
const ID = fields.id.value;
const DUE_AT = fields.dueAt.value;
const { suppressed, ...usual } = fields;
const usualFields = Object.values(usual);

const stories = new Map<Way, Awaited<ReturnType<typeof storyOf>>>();
const story = (way: Way) => stories.get(way) ?? expect.fail(`no message came by ${way}`);
beforeAll(async () => {
  for (const way of ALL_WAYS) stories.set(way, await storyOf(way));
});

/** What `place` of each field says, by its name there. A field that is not in this place is left out. */
const shownIn = (place: 'message' | 'claimed'): Record<string, unknown> =>
  Object.fromEntries(
    usualFields.flatMap(({ value, [place]: name }) => (typeof name === 'string' ? [[name, value]] : [])),
  );

const inView = (): Record<string, unknown> =>
  Object.fromEntries(usualFields.flatMap(({ view }) => ('why' in view ? [] : [view])));

const columns = (): Record<string, unknown> => Object.fromEntries(usualFields.map(({ column }) => column));

/** The values that a message has before its way, by their names in the view. */
const beforeItsWay = {
  state: 'queued',
  reason: null,
  route: null,
  possibleDuplicate: false,
  sentAt: null,
  finalAt: null,
};
const nulls = (names: object) => Object.fromEntries(Object.keys(names).map((name) => [name, null]));

describe.each(ALL_WAYS)('a message with every field, by %s,', (way) => {
  test('is shown by the API with the value of each field', () => {
    const { answer, shown, listed } = story(way);
    const { timeline, ...one } = shown;
    const expected = { ...inView(), ...beforeItsWay, ...nulls(notOfThisView) };
    expect(one).toStrictEqual(expected);
    expect(timeline).toHaveLength(1);
    expect(listed).toStrictEqual([expected]);
    // The answer names who asks; what is read names the token, which is not in the store here, by its id.
    const accepted = { ...expected, owner: { kind: 'system', id: 'operator', name: 'the operator' } };
    expect(answer).toStrictEqual(
      way.includes('batch') ? { accepted: 1, refused: [], warnings: [] } : accepted,
    );
  });

  test('is in the store with the value of each field after the store was opened again', () => {
    const { stored, waiting } = story(way);
    const unknown = Object.keys({ reason: '', route: '', sentAt: '', finalAt: '', ...notOfThisMessage });
    expect(stored).toStrictEqual({
      ...shownIn('message'),
      state: 'queued',
      possibleDuplicate: false,
      ...Object.fromEntries(unknown.map((name) => [name, undefined])),
    });
    expect(waiting?.routes).toEqual(fields.routes.value);
  });

  test('is claimed for its route with the value of each field that the route needs', () => {
    const { concatReference, ...claim } = story(way).claimed;
    expect(claim).toStrictEqual({ ...shownIn('claimed'), attempt: ofItsClaim.attempt.value });
    expect(concatReference).toBeTypeOf('number');
  });

  test('has in its row the value of each field, and in each other column what a message with no field has', () => {
    const { row, bareRow } = story(way);
    expect(Object.keys(row).sort()).toEqual([...Object.keys(columns()), ...Object.keys(sameColumns)].sort());
    expect(row).toMatchObject(columns());
    const same = Object.keys(row).filter((column) => row[column] === bareRow[column]);
    const missed = same.filter((column) => !(column in sameColumns));
    expect(missed, `the value of ${missed.join(', ')} is the default`).toEqual([]);
    expect(same.sort()).toEqual(Object.keys(sameColumns).sort());
  });

  test('to a number that has opted out is stored and shown with the reason why it is never sent', () => {
    const { row, suppressedRow, suppressedView, suppressed: stored } = story(way);
    const [column, reason] = suppressed.column;
    expect(suppressedRow[column]).toBe(reason);
    const own = { id: 0, recipient: '', owner: '', state: 0, [column]: null, final_at: null };
    expect({ ...suppressedRow, ...own }).toEqual({ ...row, ...own });
    expect(suppressedView[suppressed.view[0]]).toBe(suppressed.view[1]);
    expect(stored?.[suppressed.message]).toBe(suppressed.value);
  });
});

test('a message has the same row by whatever way it came, alone or in a batch, with an Idempotency-Key or without', () => {
  const [one, ...others] = ALL_WAYS.map((way) => story(way).row);
  expect(others).toHaveLength(3);
  for (const other of others) expect(other).toEqual(one);
});

test('a message is stored in another way when one of its fields is left out, whichever field that is', async () => {
  await using rig = await EveryFieldRig.open();
  // Without `transliterate` the invisible characters of the text are refused.
  await expect(rig.send({ ...body, transliterate: undefined })).rejects.toThrow('SOFT HYPHEN');
  const needed = ['to', 'text', 'transliterate'];
  const optional = Object.keys(body).filter((name) => !needed.includes(name));
  const lost: string[] = [];
  for (const name of optional) {
    await rig.send({ ...body, [name]: undefined });
    const { id, ...row } = rig.row(await rig.newest());
    const { id: _, ...full } = story('POST /v1/messages').row;
    if (isDeepStrictEqual(row, full)) lost.push(name);
  }
  expect(lost, `${lost.join(', ')} changed nothing in the store`).toEqual([]);
});

test('a message is shown with the state, the route and the times that it gets on its way', async () => {
  await using rig = await EveryFieldRig.open();
  const { id } = await rig.send(body);
  const first = await rig.claim('carrier-a', DUE_AT);
  await rig.store.settle([requeued(first, { possibleDuplicate: true, dueAt: DUE_AT + 10_000 })]);
  const second = await rig.claim('carrier-b', DUE_AT + 20_000);
  const taken = { route: 'carrier-b', carrier: 'carrier-b', at: ofItsWay.sentAt.value };
  await rig.store.settle([
    accepted(second, 'ref-1', { ...taken, part: 1, whole: false }),
    accepted(second, 'ref-2', { ...taken, part: 2 }),
  ]);
  const receipt = negative('ref-1', { route: 'carrier-b', carrier: 'carrier-b' });
  await rig.store.record([receipt], ofItsWay.finalAt.value);
  await rig.reopen();
  const values = Object.entries(ofItsWay).map(([name, { value }]) => [name, value]);
  expect(await rig.store.get(ID)).toMatchObject(Object.fromEntries(values));
  const { timeline, reason, ...view } = await rig.get(`/v1/messages/${id}`);
  const onItsWay = Object.fromEntries(Object.values(ofItsWay).map((one) => one.view));
  expect(view).toStrictEqual({ ...inView(), ...onItsWay, ...nulls(notOfThisView) });
  expect(reason).toContain('not reachable');
  expect(timeline.length).toBeGreaterThan(4);
});
