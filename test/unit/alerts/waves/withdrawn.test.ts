import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Audience } from '../../../../src/domain/people/audience.ts';
import type { ImportOptions } from '../../../../src/domain/people/import-job.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { approver, author, draftOf } from '../../../support/alerts/alerts.ts';
import { numberOf, requeued } from '../../../support/store/messages.ts';

let rig: AlertRig;
let list: number;
beforeEach(async () => {
  rig = await AlertRig.start({ overrideOptOut: ['extreme'] });
  list = await rig.list(0, 1);
});
afterEach(() => rig.remove());

const launched = async (audience: Audience): Promise<number> => {
  const { id } = await rig.create(0, { audience });
  await rig.launch(id);
  await rig.untilExpanded(id);
  return id;
};
const optOut = (index: number, listId: number) =>
  rig.disk.store.optOut({
    number: numberOf(index),
    listId,
    source: 'operator',
    evidence: 'by telephone',
    at: rig.disk.clock.now(),
  });
const says = (consent: 'given' | 'refused' | 'unknown', index = 1) =>
  rig.disk.store.members.put({
    listId: list,
    number: numberOf(index),
    consent,
    consentSource: 'by telephone',
    consentAt: 0,
  });
const overview = async (alert: number) =>
  (await rig.messages(alert)).map(({ state, reason }) =>
    reason === undefined ? state : `${state}: ${reason}`,
  );

const OPTED_OUT = 'cancelled: the recipient has opted out';
const REFUSED = 'cancelled: the recipient has not agreed to be written to';

describe('a queued message of an alert', () => {
  test('is withdrawn when its person opts out of the list that brought them into the audience', async () => {
    const id = await launched({ include: [{ list }, { numbers: [numberOf(7)] }] });
    await optOut(0, list);
    expect(await overview(id)).toEqual([OPTED_OUT, 'queued', 'queued']);
  });

  test('stays when the audience also names its person by number', async () => {
    const id = await launched({ include: [{ list }, { numbers: [numberOf(0)] }] });
    await optOut(0, list);
    expect(await overview(id)).toEqual(['queued', 'queued']);
  });

  test('is withdrawn when its person opts out of a list that a segment of the audience asks for', async () => {
    const { segments } = rig.disk.store;
    const segment = await segments.create(
      'French of the list',
      { and: [{ list }, { field: 'language', op: 'eq', value: 'fr' }] },
      0,
    );
    if (segment === 'taken') throw new Error('there is such a segment already');
    const id = await launched({ include: [{ segment: segment.id }] });
    await optOut(0, list);
    expect(await overview(id)).toEqual([OPTED_OUT]);
  });

  test('is withdrawn when its person refuses the list, and messages to other people stay', async () => {
    const id = await launched({ include: [{ list }] });
    await says('refused');
    expect(await overview(id)).toEqual(['queued', REFUSED]);
  });

  test('is withdrawn when an imported file says that its person refuses the list', async () => {
    const id = await launched({ include: [{ list }] });
    const { imports } = rig.disk.store;
    const options: ImportOptions = {
      dryRun: false,
      list,
      consent: 'unknown',
      consentSource: undefined,
      delimiter: undefined,
      columns: {},
      others: 'attributes',
    };
    const job = await imports.createImport(options, 0);
    await imports.moveImport(job, ['receiving'], 'running', { nowMs: 0 });
    await imports.importRows(
      {
        jobId: job,
        before: 0,
        after: 1,
        refused: 0,
        errors: [],
        warnings: [],
        rows: [
          {
            number: numberOf(1),
            name: undefined,
            language: undefined,
            attributes: {},
            position: undefined,
            postalCode: undefined,
            membership: { consent: 'refused', consentSource: 'file', consentAt: 0 },
          },
        ],
      },
      undefined,
      rig.disk.clock.now(),
    );
    expect(await overview(id)).toEqual(['queued', REFUSED]);
  });

  test('is withdrawn when the consent to an information list ends, and stays when the list is for emergencies', async () => {
    const { lists } = rig.disk.store;
    await says('given', 0);
    await says('given');
    const emergency = await launched({ include: [{ list }] });
    await says('unknown');
    expect(await overview(emergency)).toEqual(['queued', 'queued']);
    await says('given');
    const [one] = (await lists.list({ limit: 1, cursor: undefined })).items;
    if (one === undefined) throw new Error('there is no list');
    await lists.replace(list, one.name, { kind: 'information' }, undefined);
    const information = await launched({ include: [{ list }] });
    await says('unknown');
    expect(await overview(information)).toEqual(['queued', REFUSED]);
  });

  test('of an alert that overrides opt-outs is withdrawn by a refused consent, but not by an opt-out', async () => {
    const { id } = await rig.create(0, {
      audience: { include: [{ list }] },
      overrideOptOut: true,
      severity: 'extreme',
    });
    await rig.service.submit(id, author);
    await rig.service.approve(id, approver);
    await rig.launch(id);
    await rig.untilExpanded(id);
    await optOut(0, 0);
    await says('refused');
    expect(await overview(id)).toEqual(['queued', REFUSED]);
  });

  test('that a route has taken is withdrawn when the route gives it back, if its person refused the list meanwhile', async () => {
    const id = await launched({ include: [{ list }] });
    const claims = await rig.claim(`${id}.1`);
    await says('refused');
    expect(await overview(id)).toEqual(['sending', 'sending']);
    await rig.disk.store.settle(claims.map((one) => requeued(one)));
    expect(await overview(id)).toEqual([expect.stringMatching(/^queued: /), REFUSED]);
  });
});

test('an update is not sent to a person who has refused the list since the first message', async () => {
  const id = await launched({ include: [{ list }] });
  await rig.deliver(await rig.claim(`${id}.1`));
  await says('refused');
  const draft = draftOf({});
  await rig.service.update(id, { content: draft.content, values: draft.values }, author);
  await rig.untilExpanded(id);
  expect((await overview(id)).slice(2)).toEqual(['queued', 'suppressed: has not agreed to be written to']);
});
