import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';
import { flood, says } from '../templates/contents.ts';

let rig: PreparationRig;
let list: number;
beforeAll(async () => {
  rig = await PreparationRig.open();
  const made = await rig.disk.store.lists.create('staff', { kind: 'emergency' }, 0);
  if (made === 'taken') throw new Error('taken');
  list = made.id;
});
afterAll(() => rig.close());

const URL = '/v1/scenarios';
let names = 0;
const body = (more: object = {}) => ({
  name: `scenario ${names++}`,
  content: flood,
  audience: { include: [{ list }] },
  kind: 'live',
  ...more,
});

const errorsOf = (response: { json(): { errors?: { path: string; message: string }[] } }) =>
  response.json().errors?.map(({ path }) => path);

describe('scenarios', () => {
  test('are created, read, replaced and removed, and a change that names an old version is answered 412', async () => {
    const asked = body({
      title: 'Crue',
      values: { place: 'Aix' },
      severity: 'extreme',
      priority: 'high',
      from: 'PREFECTURE',
      validFor: 'PT90M',
      routes: ['orange'],
      question: {
        answers: [{ word: '1', meaning: 'safe' }],
        openFor: 'PT2H',
        resend: { after: 'PT10M', times: 2 },
      },
    });
    const made = await rig.ask('operator', 'POST', URL, asked);
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({
      ...asked,
      template: null,
      needs: [],
      preApproved: false,
      approved: null,
      version: 1,
    });
    const url = String(made.headers['location']);
    const read = await rig.ask('viewer', 'GET', url);
    expect(read.json()).toEqual(made.json());
    expect(read.headers['etag']).toBe('"1"');
    const replaced = await rig.ask(
      'operator',
      'PUT',
      url,
      { ...asked, severity: 'minor' },
      { 'if-match': '"1"' },
    );
    expect(replaced.json()).toMatchObject({ severity: 'minor', version: 2 });
    expect((await rig.ask('operator', 'PUT', url, asked, { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await rig.ask('operator', 'DELETE', url, undefined, { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await rig.ask('operator', 'DELETE', url)).statusCode).toBe(204);
    expect((await rig.ask('viewer', 'GET', url)).statusCode).toBe(404);
  });

  test('can be created with few fields: the answer has the defaults of the others, and the values that a launch needs', async () => {
    const made = await rig.ask('operator', 'POST', URL, body());
    expect(made.json()).toMatchObject({
      severity: 'unknown',
      priority: 'critical',
      validFor: 'P1D',
      from: null,
      routes: null,
      question: null,
      overrideOptOut: false,
      needs: ['place'],
    });
  });

  test('are created once per Idempotency-Key, and have unique names', async () => {
    const asked = body();
    const key = { 'idempotency-key': asked.name.replace(' ', '-') };
    const first = await rig.ask('operator', 'POST', URL, asked, key);
    expect((await rig.ask('operator', 'POST', URL, asked, key)).json()).toEqual(first.json());
    expect((await rig.ask('operator', 'POST', URL, asked)).statusCode).toBe(409);
    const other = await rig.make(URL, body());
    expect((await rig.ask('operator', 'PUT', `${URL}/${other}`, asked)).statusCode).toBe(409);
  });

  test('copy the content of a template', async () => {
    const template = await rig.make('/v1/templates', { name: 'flood', content: flood });
    const made = await rig.ask('operator', 'POST', URL, { ...body({ template }), content: undefined });
    expect(made.json()).toMatchObject({ content: flood, template: { id: template, version: 1 } });
  });

  test.each([
    ['neither content nor template', { content: undefined }, ['content']],
    ['both content and template', { template: 1 }, ['content']],
    ['an unknown template', { content: undefined, template: 99 }, ['template']],
    ['a content with an error', { content: says('{') }, ['content.variants[0].text']],
    ['a value that can not stand in a text', { values: { place: '{}' } }, ['values']],
    ['an unknown route', { routes: ['orange', 'sfr'] }, ['routes[1]']],
    ['no audience', { audience: undefined }, ['audience']],
    ['no kind', { kind: undefined }, ['kind']],
    ['a sender of more than 11 characters', { from: 'a very long sender' }, ['from']],
    ['a validity of a month', { validFor: 'P31D' }, ['validFor']],
    [
      'an answer that is an opt-out',
      { question: { openFor: 'PT1H', answers: [{ word: 'Arrêt', meaning: 'x' }] } },
      ['question.answers[0].word'],
    ],
  ])('with %s are refused', async (_what, more, paths) => {
    const response = await rig.ask('operator', 'POST', URL, body(more));
    expect(response.statusCode).toBe(422);
    expect(errorsOf(response)).toEqual(paths);
  });

  const asking = (...words: readonly string[]) =>
    body({ question: { openFor: 'PT1H', answers: words.map((word, at) => ({ word, meaning: `${at}` })) } });

  test.each(['cancel', 'Annuler', 'QUITTER', 'supprimer', 'ARRÊTER', 'Unsub', 'OPTIN', 'Réabonner'])(
    'whose question has the answer %s, a word for opting out or in, are refused',
    async (word) => {
      const response = await rig.ask('operator', 'POST', URL, asking('1', word));
      expect(errorsOf(response)).toEqual(['question.answers[1].word']);
    },
  );

  test.each([
    ['OUI', 'oui'],
    ['Évacué', 'EVACUE'],
    ['1', 'one'],
  ])(
    'whose question has the answers %s and %s, which the gateway can not tell apart, are refused',
    async (...words) => {
      const response = await rig.ask('operator', 'POST', URL, asking(...words));
      expect(errorsOf(response)).toEqual(['question.answers[1].word']);
    },
  );
});

describe('an approval of a scenario', () => {
  const approve = (id: number, role: 'approver' | 'admin' | 'operator' = 'approver', headers = {}) =>
    rig.ask(role, 'POST', `${URL}/${id}/approve`, undefined, headers);

  test('makes the scenario preApproved, until it is changed', async () => {
    const asked = body();
    const id = await rig.make(URL, asked);
    const approved = await approve(id, 'approver', { 'if-match': '"1"' });
    expect(approved.statusCode).toBe(200);
    expect(approved.json()).toMatchObject({
      preApproved: true,
      approved: { by: { kind: 'system', id: 'approver', name: 'the approver' } },
      version: 1,
    });
    expect((await rig.ask('viewer', 'GET', `${URL}/${id}`)).json()).toEqual(approved.json());
    await rig.ask('operator', 'PUT', `${URL}/${id}`, asked);
    expect((await rig.ask('viewer', 'GET', `${URL}/${id}`)).json()).toMatchObject({
      preApproved: false,
      approved: null,
      version: 2,
    });
    expect((await approve(id, 'approver', { 'if-match': '"1"' })).statusCode).toBe(412);
  });

  test('is in the audit log, like each creation, change and removal of a scenario', async () => {
    const asked = body();
    const begun = rig.audit.length;
    const id = await rig.make(URL, asked);
    await approve(id);
    await rig.ask('operator', 'PUT', `${URL}/${id}`, asked);
    await rig.ask('operator', 'DELETE', `${URL}/${id}`);
    const { name } = asked;
    const subject = `scenario:${id}`;
    expect(rig.audit.slice(begun)).toEqual([
      { actor: 'the operator', action: 'scenario.create', subject, detail: { name } },
      { actor: 'the approver', action: 'scenario.approve', subject, detail: { version: 1 } },
      { actor: 'the operator', action: 'scenario.change', subject, detail: { name, version: 2 } },
      { actor: 'the operator', action: 'scenario.remove', subject, detail: {} },
    ]);
  });

  test('of one’s own scenario is refused', async () => {
    const made = await rig.ask('admin', 'POST', URL, body());
    const own = await approve(made.json().id, 'admin');
    expect(own.statusCode).toBe(403);
    expect(own.json()).toMatchObject({ type: 'urn:tocsin:problem:own-approval' });
    expect((await approve(made.json().id)).statusCode).toBe(200);
  });

  test('needs the role approver', async () => {
    const id = await rig.make(URL, body());
    expect((await approve(id, 'operator')).json()).toMatchObject({ type: 'urn:tocsin:problem:forbidden' });
  });

  test('of a scenario with an empty audience, or of an unknown scenario, is refused', async () => {
    const id = await rig.make(URL, body({ audience: { include: [] } }));
    const response = await approve(id);
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({ type: 'urn:tocsin:problem:not-approvable' });
    expect((await approve(9999)).statusCode).toBe(404);
  });
});
