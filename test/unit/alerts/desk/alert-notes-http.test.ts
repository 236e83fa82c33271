import { afterEach, beforeEach, expect, it } from 'vitest';
import { AlertNotes } from '../../../../src/alerts/desk/alert-notes.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';
import { numberOf } from '../../../support/store/messages.ts';

const TEXT = 'Digue de Redon vue à 5 h 10 : elle tient. <b>';

let rig: AlertRig;
let http: HttpRig;
beforeEach(async () => {
  rig = await AlertRig.start();
  const { store: repository, clock } = rig.disk;
  const announce = (one: (typeof rig.announced)[number]) => rig.announced.push(one);
  const notes = new AlertNotes({ repository, clock, announce });
  http = new HttpRig(undefined, { notes, reports: rig.reports(), answers: repository });
});
afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

const write = (id: number, text: string, role = 'operator', headers = {}) =>
  http.app.inject({
    method: 'POST',
    url: `/v1/alerts/${id}/notes`,
    headers: { authorization: `Bearer ${role}`, 'content-type': 'application/json', ...headers },
    payload: JSON.stringify({ text }),
  });

it('a note of an operator or approver is listed and in the report in the words of its author, also after the alert has ended', async () => {
  const { id } = await rig.create(1);
  await rig.launch(id);
  await rig.untilExpanded(id);
  await rig.deliver(await rig.claim(`${id}.1`));
  const ended = await rig.untilState(id, 'completed');
  expect((await write(id, TEXT)).statusCode).toBe(201);
  // The gateway would translate this as one of its own details.
  expect((await write(id, 'has opted out', 'approver')).statusCode).toBe(201);
  expect((await write(id, TEXT, 'viewer')).statusCode).toBe(403);
  const { items } = JSON.parse((await http.ask('viewer', 'GET', `/v1/alerts/${id}/notes`)).body);
  expect(items).toMatchObject([
    { by: { name: 'the operator' }, text: TEXT },
    { by: { name: 'the approver' }, text: 'has opted out' },
  ]);
  const json = JSON.parse((await http.ask('viewer', 'GET', `/v1/alerts/${id}/report?lang=fr`)).body);
  expect(json.log.slice(-2)).toMatchObject([
    { action: 'note', detail: TEXT },
    { action: 'note', detail: 'has opted out' },
  ]);
  const { body } = await http.ask('viewer', 'GET', `/v1/alerts/${id}/report?format=html&lang=fr`);
  expect(body).toContain('<h2>Notes</h2>');
  expect(body).toContain('elle tient. &lt;b&gt;</td>');
  expect(body).toContain('>has opted out</td>');
  // A note is no step: whoever saw the alert before may still act on it.
  expect((await rig.service.get(id))?.version).toBe(ended?.version);
});

it('the audit log and the event say who wrote a note and not what, since it may name people', async () => {
  const { id } = await rig.create(1);
  const { store } = rig.disk;
  await write(id, `${numberOf(3)} a appelé`);
  const { items } = await store.audit(
    { action: 'alert.note', actor: undefined, subject: undefined, since: undefined },
    { limit: 10, cursor: undefined },
  );
  expect(items).toMatchObject([{ subject: `alert:${id}`, actor: { name: 'the operator' } }]);
  expect(JSON.stringify(items)).not.toContain('appelé');
  expect(rig.announced.at(-1)).toMatchObject({ action: 'note', detail: undefined });
});

it('refuses a note with an invisible character, an empty one, one that is too long, and one on no alert', async () => {
  const { id } = await rig.create(1);
  const { statusCode, body } = await write(id, 'Redon\u202etien');
  expect(statusCode).toBe(422);
  expect(JSON.parse(body).errors).toEqual([
    { path: 'text', message: 'holds U+202E RIGHT-TO-LEFT OVERRIDE at index 5' },
  ]);
  expect((await write(id, '')).statusCode).toBe(422);
  expect((await write(id, 'x'.repeat(2001))).statusCode).toBe(422);
  expect((await write(id + 1, TEXT)).statusCode).toBe(404);
  expect((await http.ask('viewer', 'GET', `/v1/alerts/${id + 1}/notes`)).statusCode).toBe(404);
});

it('a retry with the same Idempotency-Key writes no second note', async () => {
  const { id } = await rig.create(1);
  const key = { 'idempotency-key': 'note-1' };
  await write(id, TEXT, 'operator', key);
  const { statusCode, headers } = await write(id, TEXT, 'operator', key);
  expect(statusCode).toBe(201);
  expect(headers['idempotency-replayed']).toBe('true');
  expect(JSON.parse((await http.ask('viewer', 'GET', `/v1/alerts/${id}/notes`)).body).items).toHaveLength(1);
});

it('an alert takes 200 notes and no more', async () => {
  const { id } = await rig.create(1);
  const actor = { id: 'user:1', name: 'anne' };
  const line = { at: 0, actor, action: 'note', detail: 'x' } as const;
  for (let index = 0; index < 200; index++) await rig.disk.store.logAlert(id, line);
  expect((await write(id, TEXT)).statusCode).toBe(409);
});

it('the text of a note with the number of a person is erased with them, and the note stays', async () => {
  const { id } = await rig.create(1);
  await write(id, `${numberOf(3)} a appelé`);
  await rig.disk.store.persons.erase(numberOf(3), 'erased-1', []);
  const { items } = JSON.parse((await http.ask('viewer', 'GET', `/v1/alerts/${id}/notes`)).body);
  expect(items).toMatchObject([{ by: { name: 'the operator' }, text: null }]);
});
