import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digest } from '../../../../src/alerts/preview/digest.ts';
import type { AlertDraft } from '../../../../src/domain/alerts/alert.ts';
import { alertBody, toDraft } from '../../../../src/http/v1/alerts/alert-body.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { approver, author } from '../../../support/alerts/alerts.ts';
import { numberOf } from '../../../support/store/messages.ts';

const HOUR_MS = 3_600_000;
const at = (hours: number) => new Date(Date.UTC(2030, 0, 1, hours)).toISOString();
const text = (said: string) => ({
  defaultLanguage: 'fr',
  variants: [{ language: 'fr', text: said, short: `${said} !` }],
});
const body = {
  title: 'Crue',
  kind: 'live',
  severity: 'severe',
  priority: 'critical',
  content: text('Crue : montez.'),
  cancelContent: text('Annulé.'),
  endContent: text('Fini.'),
  values: { place: 'Tours' },
  audience: { include: [{ numbers: [numberOf(1)] }], exclude: [{ numbers: [numberOf(2)] }] },
  from: 'PREFECTURE',
  validFor: 'PT6H',
  routes: ['orange'],
  question: {
    answers: [{ word: '1', meaning: 'oui' }],
    openFor: 'PT4H',
    resend: { after: 'PT10M', times: 2 },
  },
  escalation: {
    need: 1,
    meaning: 'oui',
    steps: [{ audience: { include: [{ numbers: [numberOf(3)] }] }, after: 'PT15M' }],
    whenFulfilled: text('Complet.'),
    whenNotFulfilled: 'tellDuty',
  },
  overrideOptOut: false,
  scheduledAt: at(1),
  expiresAt: at(20),
};
/** Fields of the body that the hash does not need, each with the reason. */
const NOT_IN_THE_HASH: Readonly<Record<string, string>> = {
  template: 'its content is copied into `content` when the alert is written',
};
/** What no author writes: it says only from where the alert came, and a person who edits the alert removes it. */
const isNotOfTheBody = (path: string): boolean => /^\.(source|scenario)\b/.test(path);

const form = alertBody({ unfitAnswers: () => [] });
const draft = (): AlertDraft => {
  const parsed = form.parse(body);
  return toDraft(parsed, parsed.content ?? expect.fail('it has a content'));
};

/** Copies of the value, each with another single leaf changed or left out, by the path of the leaf. */
const changesOf = (value: unknown, path = ''): readonly (readonly [string, unknown])[] => {
  if (typeof value === 'string') return [[path, `${value}0`]];
  if (typeof value === 'number') return [[path, value + 60_000]];
  if (typeof value === 'boolean') return [[path, !value]];
  if (Array.isArray(value))
    return [
      [`${path}[]`, [...value, ...value]] as const,
      ...value.flatMap((one, index) =>
        changesOf(one, `${path}[${index}]`).map(([where, to]) => [where, value.with(index, to)] as const),
      ),
    ];
  const parts = { ...(value as object) };
  return Object.entries(parts).flatMap(([key, one]) => [
    [`${path}.${key} left out`, { ...parts, [key]: undefined }] as const,
    ...changesOf(one, `${path}.${key}`).map(([where, to]) => [where, { ...parts, [key]: to }] as const),
  ]);
};

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'live' });
});
afterEach(() => rig.remove());
const hashOf = async (of: AlertDraft) => (await rig.service.previewDraft(of)).hash;

describe('the hash that an approver approves', () => {
  test('is another for the smallest change of what goes out, to whom and when', async () => {
    const left = Object.keys(form.shape).filter((field) => !(field in body));
    expect(left, 'say in `body` how the field looks, or why it is not in the hash').toEqual(
      Object.keys(NOT_IN_THE_HASH),
    );
    const whole = draft();
    const seen = await hashOf(whole);
    const changes = changesOf(whole).filter(([path]) => !isNotOfTheBody(path));
    expect(changes.length).toBeGreaterThan(50);
    const same: string[] = [];
    // Without an audience there is no hash at all.
    for (const [path, changed] of changes)
      if ((await hashOf(changed as AlertDraft).catch(() => undefined)) === seen) same.push(path);
    expect(same).toEqual([]);
  });
});

describe('the time of an alert for later', () => {
  const later = (hours: number): number => rig.disk.clock.now() + hours * HOUR_MS;
  const made = async (own: Partial<AlertDraft>) => {
    const alert = await rig.create(2, own);
    return { alert, hash: await hashOf(alert.draft) };
  };
  const approve = async (id: number, hash: string) => {
    await rig.service.submit(id, author);
    return rig.service.approve(id, approver, hash);
  };

  test.each([
    ['to another time', 1, 20],
    ['from a time to at once', 1, undefined],
    ['from at once to a time', undefined, 20],
  ])('does not move %s between the preview of an approver and the approval', async (_how, before, after) => {
    const timed = (hours: number | undefined) => (hours === undefined ? {} : { scheduledAt: later(hours) });
    const { alert, hash } = await made(timed(before));
    const { scheduledAt: _scheduledAt, ...rest } = alert.draft;
    await rig.service.edit(alert.id, { ...rest, ...timed(after) }, author);
    expect(await approve(alert.id, hash)).toMatchObject({ kind: 'changed' });
  });

  test('is covered by an approval only as it was: a row that says another time needs a new approval', async () => {
    const { alert, hash } = await made({ scheduledAt: later(1) });
    expect(await approve(alert.id, hash)).toMatchObject({ kind: 'done' });
    rig.disk.changeDrafts({ scheduledAt: later(20) });
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'needsApproval' });
    rig.disk.changeDrafts({ scheduledAt: undefined });
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'needsApproval' });
  });

  test('was not in approvals of earlier versions, which still hold: what is scheduled goes out at its time', async () => {
    const { alert, hash } = await made({ scheduledAt: later(1) });
    await approve(alert.id, hash);
    const { scheduledAt: _scheduledAt, source: _source, ...goesOut } = alert.draft;
    const { meaning } = await rig.disk.store.countAudience(alert.draft.audience, alert.draft);
    const old = `${digest([goesOut, meaning])}.${hash.split('.').at(-1)}`;
    rig.disk.fill(`UPDATE alerts SET approved_hash = '${old}'`);
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'done', alert: { state: 'scheduled' } });
    rig.disk.fill(`UPDATE alerts SET launched_hash = '${old}'`);
    await rig.disk.clock.advance(HOUR_MS);
    await rig.untilExpanded(alert.id);
    expect(await rig.messages(alert.id)).toHaveLength(2);
  });
});
