import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { meaningOfAll } from '../../../../src/alerts/escalation/review-audiences.ts';
import { isSameThing } from '../../../../src/alerts/preview/draft-review.ts';
import { digestsOf, lapseOf } from '../../../../src/alerts/scenarios/current-scenarios.ts';
import type { Audience } from '../../../../src/domain/people/audience.ts';
import type { Rule } from '../../../../src/domain/people/rule.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { draftOf } from '../../../support/alerts/alerts.ts';
import { planOf, recall, thanks } from '../../../support/alerts/escalations.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());

const people = (...indexes: number[]): Audience => ({ include: [{ numbers: indexes.map(numberOf) }] });
const plan = planOf({ need: 1, people: [[3, 4]], whenFulfilled: thanks });
const draft = draftOf({ audience: people(0), ...recall(plan) });
const hashOf = async (one: typeof draft) => (await rig.service.previewDraft(one)).hash;
const reviewOf = async (one: typeof draft) => ({ hash: await hashOf(one), earlierForm: '' });

describe('the approval of an alert with an escalation', () => {
  test.each([
    ['another audience of a step', { ...plan, steps: planOf({ need: 1, people: [[3, 5]] }).steps }],
    [
      'another time of a step',
      { ...plan, steps: planOf({ need: 1, people: [[3, 4]], after: 60_000 }).steps },
    ],
    ['another number of people', { ...plan, need: 2 }],
    ['another meaning', { ...plan, meaning: 'no' }],
    ['another text at its end', { ...plan, whenFulfilled: undefined }],
    ['silence towards the duty list', { ...plan, whenNotFulfilled: 'nothing' as const }],
  ])('does not cover %s', async (_, other) => {
    expect(isSameThing(await hashOf(draft), await reviewOf({ ...draft, escalation: other }))).toBe(false);
    expect(isSameThing(await hashOf(draft), await reviewOf({ ...draft }))).toBe(true);
  });

  test('does not cover a segment of a step that means other people by now, also that of a scenario', async () => {
    const { store } = rig.disk;
    const rule = (value: string): Rule => ({ field: 'language', op: 'eq', value });
    const segment = await store.segments.create('agents', rule('fr'), 0);
    if (segment === 'taken') throw new Error('there is such a segment');
    await rig.list(2, 3);
    const steps = [{ audience: { include: [{ segment: segment.id }] }, afterMs: 60_000 }];
    const its = { ...draft, escalation: { ...plan, steps } };
    const before = await hashOf(its);
    const approved = { meaning: digestsOf(await meaningOfAll(store, its)) };
    expect(lapseOf(approved, await meaningOfAll(store, its))).toBeUndefined();
    await store.segments.replace(segment.id, 'agents', rule('en'), segment.version);
    expect(isSameThing(before, await reviewOf(its))).toBe(false);
    expect(lapseOf(approved, await meaningOfAll(store, its))?.kind).toBe('changed');
  });
});

test('a preview shows the people of each step, and the text at the end', async () => {
  const { escalation, people: first } = await rig.service.previewDraft(draft);
  expect(first).toBe(1);
  expect(escalation).toMatchObject({
    steps: [{ afterMs: 15 * 60_000, audience: 2, people: 2 }],
    whenFulfilled: [{ language: 'fr', text: 'Nous sommes assez nombreux, merci.', parts: 1 }],
  });
});

test('an alert is not launched while the audience of a step is nobody, or is gone, or the last text is unfit', async () => {
  const steps = [people(), { include: [{ list: 99 }] }].map((audience) => ({ audience, afterMs: 60_000 }));
  const whenFulfilled = { ...thanks, variants: [{ language: 'fr', text: 'Merci, rendez-vous à {place}.' }] };
  const { blockers } = await rig.service.previewDraft({
    ...draft,
    values: { place: 'Rennes' },
    escalation: { ...plan, steps, whenFulfilled },
  });
  expect(blockers.map(({ code, path }) => [code, path])).toEqual([
    ['emptyAudience', 'escalation.steps[0].audience'],
    ['missingAudience', 'escalation.steps[1].audience'],
    ['unfitContent', 'escalation.whenFulfilled'],
  ]);
});
