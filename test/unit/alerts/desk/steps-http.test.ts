import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AlertsConfig } from '../../../../src/config/alerts.ts';
import type { Role } from '../../../../src/domain/access/role.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';

let rig: AlertRig;
let http: PreparationRig;

const start = async (policy: Partial<AlertsConfig>): Promise<void> => {
  rig = await AlertRig.start(policy);
  http = PreparationRig.on(rig.disk, rig.service);
};
afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

const saying = (text: string) => ({
  content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text }] },
});
const step = (
  role: Role,
  id: number,
  verb: string,
  body: object | undefined,
  headers: Record<string, string> = {},
) => http.ask(role, 'POST', `/v1/alerts/${id}/${verb}`, body, headers);

describe('a step of an alert (submit, launch, stop …) whose If-Match names the version that the client saw', () => {
  beforeEach(() => start({}));

  test.each([
    ['submit', undefined],
    ['approve', { hash: 'x' }],
    ['return', { reason: 'x' }],
    ['reject', { reason: 'x' }],
    ['discard', undefined],
    ['launch', { hash: 'x' }],
    ['pause', undefined],
    ['resume', undefined],
    ['stop', { reason: 'x' }],
    ['update', saying('x')],
    ['cancel', saying('x')],
    ['resend', { to: 'silent' }],
  ])('is answered 412 when the alert has another version by now: %s', async (verb, body) => {
    const { id } = await rig.create(1);
    const refused = await step('admin', id, verb, body, { 'if-match': '"9"' });
    expect(refused.statusCode).toBe(412);
    expect(refused.json()).toMatchObject({ type: 'urn:tocsin:problem:changed-meanwhile' });
    expect(await rig.service.get(id)).toMatchObject({ version: 1, state: 'draft' });
  });

  test('is done when the alert has exactly this version', async () => {
    const { id } = await rig.create(1);
    const submitted = await step('operator', id, 'submit', undefined, { 'if-match': '"1"' });
    expect(submitted.headers['etag']).toBe('"2"');
    const hash = (await rig.service.preview(id))?.hash;
    const approved = await step('approver', id, 'approve', { hash }, { 'if-match': '"2"' });
    const launched = await step(
      'operator',
      id,
      'launch',
      { hash },
      { 'if-match': String(approved.headers['etag']) },
    );
    expect(launched.statusCode).toBe(202);
    const etag = String(launched.headers['etag']);
    expect((await step('approver', id, 'pause', undefined, { 'if-match': etag })).statusCode).toBe(200);
    expect((await step('approver', id, 'stop', undefined, { 'if-match': etag })).statusCode).toBe(412);
  });
});

describe('an alert that is not needed any more', () => {
  beforeEach(() => start({ twoPersons: 'live' }));

  const brought = async (...steps: readonly string[]): Promise<number> => {
    const { id } = await rig.create(1);
    const hash = (await rig.service.preview(id))?.hash;
    for (const verb of steps) {
      const body = { approve: { hash }, return: { reason: 'trop long' } }[verb];
      expect((await step('admin', id, verb, body)).statusCode).toBe(200);
    }
    return id;
  };

  test.each([
    ['is a draft', []],
    ['waits for approval', ['submit']],
    ['was returned', ['submit', 'return']],
  ])('can be discarded by an operator, but not by a viewer, while it %s', async (_where, steps) => {
    const id = await brought(...steps);
    expect((await step('viewer', id, 'discard', undefined)).statusCode).toBe(403);
    const discarded = await step('operator', id, 'discard', { reason: 'fausse alerte' });
    expect(discarded.json()).toMatchObject({ state: 'rejected', finishedAt: expect.any(String) });
    expect((await rig.service.overview(id))?.log.at(-1)).toMatchObject({
      action: 'discard',
      detail: 'fausse alerte',
    });
    expect((await step('operator', id, 'discard', undefined)).statusCode).toBe(409);
  });

  test('can not be discarded once it is approved: an approver must reject it', async () => {
    const { id } = await rig.create(1);
    await rig.service.submit(id, author);
    const hash = (await rig.service.preview(id))?.hash;
    await step('approver', id, 'approve', { hash });
    expect((await step('operator', id, 'discard', undefined)).statusCode).toBe(409);
    expect((await rig.service.get(id))?.state).toBe('approved');
  });
});

describe('the rejection of an update that waits for approval', () => {
  beforeEach(() => start({ twoPersons: 'live' }));

  test('must name the hash of this update: without a hash, or with that of a replaced update, it is refused', async () => {
    const { id } = await rig.create(1);
    await rig.service.submit(id, author);
    const hash = (await rig.service.preview(id))?.hash;
    await step('approver', id, 'approve', { hash });
    await rig.launch(id);
    const first = (await step('operator', id, 'update', saying('La route.'))).json().proposedUpdate;
    const second = (await step('operator', id, 'update', saying('Le pont.'))).json().proposedUpdate;
    const reject = (body: object) => step('approver', id, 'reject', { reason: 'faux', ...body });
    expect((await reject({ hash: first.hash })).statusCode).toBe(412);
    const unnamed = await reject({});
    expect(unnamed.statusCode).toBe(422);
    expect(unnamed.json().errors).toEqual([{ path: 'hash', message: expect.stringMatching(/is needed/) }]);
    expect((await rig.service.get(id))?.proposedUpdate?.hash).toBe(second.hash);
    const rejected = await reject({ hash: second.hash });
    expect(rejected.json()).toMatchObject({ state: 'sending', proposedUpdate: null });
    expect((await reject({ hash: second.hash })).statusCode).toBe(409);
  });
});
