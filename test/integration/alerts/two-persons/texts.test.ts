import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AlertClient, AlertView } from '../../../support/alerts/alert-client.ts';
import { saying } from '../../../support/alerts/alert-gateway.ts';
import {
  approve,
  handIn,
  launch,
  otherDraft,
  outcome,
  TwoPersons,
} from '../../../support/alerts/two-persons.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: TwoPersons;
let anna: AlertClient;
let bruno: AlertClient;
let names = 0;

beforeAll(async () => {
  rig = await TwoPersons.start();
  anna = await rig.person('Anna', ['operator']);
  bruno = await rig.person('Bruno', ['approver']);
});
afterAll(() => rig.close());

const make = async (path: string, body: object, by = anna): Promise<number> =>
  (await by.call<{ id: number }>('POST', path, body, { status: 201 })).id;
const approved = async (own: object = {}) => {
  const alert = await handIn(anna, own);
  expect(await approve(bruno, alert.id, alert.hash)).toBe('done');
  return alert;
};
const sent = async (own: object = {}) => {
  const { id } = await approved(own);
  expect(await launch(anna, id)).toBe('done');
  await anna.untilAlert(id, ({ state }) => state === 'completed');
  return id;
};
const step = (by: AlertClient, id: number, verb: string, body?: object, headers?: Record<string, string>) =>
  outcome(by, 'POST', `/v1/alerts/${id}/${verb}`, body, headers);

describe('an alert that changes after somebody has seen it', () => {
  test('is not approved by the hash of another preview, nor by none', async () => {
    const { id } = await handIn(anna);
    const { hash } = await handIn(anna);
    expect(await approve(bruno, id, hash)).toBe('changed-meanwhile');
    expect(await step(bruno, id, 'approve', {})).toBe('validation');
  });

  test('is not approved by the hash from before an edit, and can not be edited while it waits', async () => {
    const { id, hash } = await handIn(anna);
    expect(await outcome(anna, 'PUT', `/v1/alerts/${id}`, otherDraft())).toBe('wrong-state');
    expect(await step(bruno, id, 'return', { reason: 'another text' })).toBe('done');
    expect(await outcome(anna, 'PUT', `/v1/alerts/${id}`, otherDraft())).toBe('done');
    expect(await step(anna, id, 'submit')).toBe('done');
    expect(await approve(bruno, id, hash)).toBe('changed-meanwhile');
  });

  test('is not edited any more once it is approved, and keeps the approved text', async () => {
    const { id, hash } = await approved();
    expect(await outcome(anna, 'PUT', `/v1/alerts/${id}`, otherDraft())).toBe('wrong-state');
    expect((await anna.preview(id)).hash).toBe(hash);
  });

  test('is approved as it was seen, or not at all, when approval and edit come at the same moment', async () => {
    const { id, hash } = await handIn(anna);
    const edited = otherDraft();
    const [first, back, edit] = await Promise.all([
      approve(bruno, id, hash),
      step(bruno, id, 'return', { reason: 'another text' }),
      outcome(anna, 'PUT', `/v1/alerts/${id}`, edited),
    ]);
    expect([first, back].filter((one) => one === 'done')).toHaveLength(1);
    expect(edit === 'done' && first === 'done').toBe(false);
    expect(await launch(anna, id)).toBe(first === 'done' ? 'done' : 'needs-approval');
  });

  test('is approved once when one person approves twice at the same moment, and is not the work of two', async () => {
    const { id, hash } = await handIn(anna);
    const both = await Promise.all([approve(bruno, id, hash), approve(bruno, id, hash)]);
    expect(both.toSorted()).toEqual(['done', 'wrong-state']);
    const again = await handIn(anna);
    expect(await Promise.all([1, 2].map(() => approve(anna, again.id, again.hash)))).toEqual([
      'forbidden',
      'forbidden',
    ]);
  });

  test('is not launched at another version than the caller saw', async () => {
    const { id, hash } = await approved();
    expect(await step(anna, id, 'launch', { hash }, { 'if-match': '"1"' })).toBe('changed-meanwhile');
  });
});

describe('what an approval does not cover', () => {
  const contact = async (index: number, list: number) => {
    await anna.request('POST', '/v1/contacts', { number: numberOf(index), language: 'fr' });
    await anna.call('PUT', `/v1/lists/${list}/members/${encodeURIComponent(numberOf(index))}`, {
      consentSource: 'test',
    });
  };

  test('is a list that has grown beyond a tenth and twenty people', async () => {
    const list = await make('/v1/lists', { name: `list ${names++}`, kind: 'emergency' });
    for (let index = 1; index <= 2; index++) await contact(index, list);
    const { id } = await approved({ audience: { include: [{ list }] } });
    for (let index = 3; index <= 24; index++) await contact(index, list);
    expect(await launch(anna, id)).toBe('needs-approval');
  });

  test.each([
    [
      'segments',
      'segment',
      { rule: { field: 'language', op: 'eq', value: 'fr' } },
      { rule: { field: 'language', op: 'exists' } },
    ],
    [
      'areas',
      'area',
      { shape: { postalCodes: ['37000'] } },
      { shape: { circle: { lat: 47.4, lon: 0.7, radiusKm: 300 } } },
    ],
  ])(
    'is one of %s that was changed since, though its people may be the same',
    async (path, kind, before, after) => {
      const name = `${kind} ${names++}`;
      const id = await make(`/v1/${path}`, { name, ...before });
      const numbers = [numberOf(8)];
      const alert = await approved({ audience: { include: [{ numbers }, { [kind]: id }] } });
      expect(await outcome(anna, 'PUT', `/v1/${path}/${id}`, { name, ...after })).toBe('done');
      expect(await launch(anna, alert.id)).toBe('needs-approval');
    },
  );

  test('is an exercise that is made a live alert: the kind is in what was seen', async () => {
    const { id } = await anna.create(otherDraft({ kind: 'exercise' }));
    const { hash } = await anna.preview(id);
    await outcome(anna, 'PUT', `/v1/alerts/${id}`, otherDraft({ kind: 'live' }));
    await anna.step(id, 'submit');
    expect(await approve(bruno, id, hash)).toBe('changed-meanwhile');
  });

  test('is a copy: an alert with the same content has no approval of its own', async () => {
    const own = otherDraft();
    await approved(own);
    const { id } = await anna.create(own);
    expect(await launch(anna, id)).toBe('needs-approval');
    expect(await launch(anna, id, { again: true })).toBe('needs-approval');
  });

  test('is a template that was edited since: the alert keeps the text that was approved', async () => {
    const body = (text: string) => ({ name: `template ${names}`, ...saying(text) });
    const template = await make('/v1/templates', body('Crue : texte approuvé.'));
    names++;
    const { content: _, ...rest } = otherDraft({ template }) as Record<string, unknown>;
    const { id } = await anna.create(rest);
    const { hash } = await anna.preview(id);
    await anna.step(id, 'submit');
    expect(await approve(bruno, id, hash)).toBe('done');
    await anna.request('PUT', `/v1/templates/${template}`, {
      ...body('Crue : appelez le 3639.'),
      name: `template ${names++}`,
    });
    const { variants } = await anna.preview(id);
    expect(variants.map(({ typical }) => typical.text)).toEqual(['Crue : texte approuvé.']);
  });

  test('is the idempotency key of another launch: nothing else goes out by it', async () => {
    const one = await handIn(anna);
    const other = await handIn(anna);
    const key = { 'idempotency-key': 'one-launch' };
    expect(await approve(bruno, one.id, one.hash)).toBe('done');
    expect(await step(anna, one.id, 'launch', { hash: one.hash }, key)).toBe('done');
    expect(await step(anna, other.id, 'launch', { hash: other.hash }, key)).toBe('idempotency-conflict');
    expect(await launch(anna, other.id)).toBe('needs-approval');
  });
});

describe('what follows an alert', () => {
  test('is free text that waits: an update, and a cancel with words of its own, also for who approved the alert', async () => {
    for (const verb of ['update', 'cancel']) {
      const id = await sent();
      expect(await step(anna, id, verb, saying('Crue : le pont est fermé.'))).toBe('done');
      const alert = await anna.alert(id);
      expect(alert.waves).toHaveLength(1);
      const { hash } = alert.proposedUpdate ?? { hash: '' };
      expect(await approve(anna, id, hash)).toBe('forbidden');
      expect(await approve(bruno, id, 'another hash')).toBe('changed-meanwhile');
      expect(await approve(bruno, id, hash)).toBe('done');
    }
  });

  test('is a waiting update that a second one replaces: the approval of the first sends neither', async () => {
    const id = await sent();
    const wait = async (text: string) =>
      (await anna.step(id, 'update', saying(text))).proposedUpdate?.hash ?? '';
    const first = await wait('Crue : restez chez vous.');
    await wait('Crue : appelez le 3639.');
    expect(await approve(bruno, id, first)).toBe('changed-meanwhile');
    expect((await anna.alert(id)).waves).toHaveLength(1);
  });

  test('is an end, a cancel without words and a resend by one person, who gets in no text of their own', async () => {
    const id = await sent();
    expect(await step(anna, id, 'end', saying('Appelez le 3639.'))).not.toBe('internal');
    const texts = async () =>
      (await anna.messagesOf(id)).map((message) => (message as unknown as { text: string }).text);
    expect((await texts()).join()).not.toContain('3639');
  });

  test('is an escalation whose last text nobody approved: it is in what is seen', async () => {
    const escalation = (text: string) => ({
      question: { answers: [{ word: '1', meaning: 'safe' }], openFor: 'PT1H' },
      escalation: {
        meaning: 'safe',
        need: 1,
        steps: [{ after: 'PT10M', audience: { include: [{ numbers: [numberOf(9)] }] } }],
        whenFulfilled: saying(text).content,
      },
    });
    const alert: AlertView = await anna.create(otherDraft(escalation('Renfort demandé.')));
    const seen = (await anna.preview(alert.id)).hash;
    await outcome(anna, 'PUT', `/v1/alerts/${alert.id}`, otherDraft(escalation('Appelez le 3639.')));
    await anna.step(alert.id, 'submit');
    expect(await approve(bruno, alert.id, seen)).toBe('changed-meanwhile');
  });
});
