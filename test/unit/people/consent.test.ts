import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetPeople, numberAt } from '../../support/people/people.ts';
import { PeopleRig } from '../../support/people/people-rig.ts';

let rig: PeopleRig;
let lists = 0;
let list: number;
let contact: number;
beforeAll(async () => {
  rig = await PeopleRig.open();
});
beforeEach(async () => {
  forgetPeople(rig.disk.path);
  list = await makeList();
  contact = await rig.make('/v1/contacts', { number: WHO });
});
afterAll(() => rig.close());

const WHO = numberAt(1);
const AT = '2026-11-02T10:20:30.123Z';
const makeList = () => rig.make('/v1/lists', { name: `list ${++lists}`, kind: 'emergency' });
const says = (consent: string, consentSource: string, who = WHO, on = list) =>
  rig.ask('PUT', `/v1/lists/${on}/members/${who}`, { consent, consentSource, consentAt: AT });

describe('a contact in the API', () => {
  test('is shown with its lists, its consent to each, and its opt-outs', async () => {
    const other = await makeList();
    await says('given', 'form');
    await says('refused', 'by telephone', WHO, other);
    await rig.ask('POST', '/v1/opt-outs', { number: WHO, list, evidence: 'by letter' });
    const shown = await rig.ask('GET', `/v1/contacts/${contact}`);
    expect(shown.headers['etag']).toBe('"1"');
    expect(shown.json()).toMatchObject({
      number: WHO,
      memberships: [
        { list, number: WHO, consent: 'given', consentSource: 'form', consentAt: AT },
        { list: other, consent: 'refused', consentSource: 'by telephone' },
      ],
      optOuts: [{ list, source: 'operator', evidence: 'by letter' }],
    });
  });

  test('without a list is shown without memberships, and without opt-outs of other contacts', async () => {
    await rig.make('/v1/contacts', { number: numberAt(2) });
    await says('given', 'form', numberAt(2));
    expect((await rig.ask('GET', `/v1/contacts/${contact}`)).json()).toMatchObject({
      memberships: [],
      optOuts: [],
    });
  });
});

describe('the audit log', () => {
  const logged = async () => {
    const response = await rig.ask(
      'GET',
      `/v1/audit?subject=number:${encodeURIComponent(WHO)}&limit=1`,
      undefined,
      {},
      'admin',
    );
    const [newest] = response.json().items;
    return newest;
  };

  test('has who changed a consent, the old and the new value, and the evidence', async () => {
    await says('refused', 'by telephone');
    expect(await logged()).toMatchObject({
      actor: { name: 'the operator' },
      action: 'member.put',
      detail: { list, consent: 'refused', consentSource: 'by telephone', before: null },
    });
    await says('given', 'form');
    expect(await logged()).toMatchObject({
      detail: {
        consent: 'given',
        consentSource: 'form',
        before: { consent: 'refused', consentSource: 'by telephone' },
      },
    });
  });

  test('has who removed a person from a list, and the person’s consent', async () => {
    await says('given', 'form');
    await rig.ask('DELETE', `/v1/lists/${list}/members/${WHO}`);
    expect(await logged()).toMatchObject({
      action: 'member.remove',
      detail: { list, before: { consent: 'given', consentSource: 'form' } },
    });
  });

  test('has who took an opt-out back, and the evidence', async () => {
    await rig.ask('POST', '/v1/opt-outs', { number: WHO, evidence: 'by letter' });
    await rig.ask('DELETE', `/v1/opt-outs/${WHO}?evidence=${encodeURIComponent('wrote again')}`);
    expect(await logged()).toMatchObject({
      actor: { name: 'the operator' },
      action: 'optOut.remove',
      detail: { list: null, evidence: 'wrote again' },
    });
  });
});

describe('the CSV export of contacts', () => {
  test('of one list has the consent of each member, and an import of the file restores it', async () => {
    const who = [numberAt(2), numberAt(3)] as const;
    for (const number of who)
      await rig.make('/v1/contacts', { number, attributes: { consent: 'for photographs', Nom: 'x' } });
    await says('given', '=form "A", 2026');
    await says('refused', 'by telephone', who[0]);
    await says('unknown', 'register', who[1]);
    const other = await makeList();
    await says('refused', 'another list', WHO, other);
    const csv = (await rig.ask('GET', `/v1/contacts.csv?list=${list}`)).body;
    expect(csv.split('\r\n')[0]).toBe(
      'number,name,language,lat,lon,postalCode,consent,consentSource,consentAt,attributes.Nom,attributes.consent',
    );
    const members = async (of: number) => (await rig.ask('GET', `/v1/lists/${of}/members`)).json().items;
    const before = await members(list);
    forgetPeople(rig.disk.path);
    const back = await makeList();
    expect(await rig.upload(csv, `?list=${back}`)).toMatchObject({ state: 'done', created: 3, refused: 0 });
    expect(await members(back)).toEqual(before);
    const contacts = (await rig.ask('GET', '/v1/contacts')).json().items;
    expect(contacts[1].attributes).toEqual({ consent: 'for photographs', Nom: 'x' });
  });

  test('has all contacts, without consent, if no list is given', async () => {
    await says('given', 'form');
    const csv = (await rig.ask('GET', '/v1/contacts.csv')).body;
    expect(csv).toBe(`number,name,language,lat,lon,postalCode\r\n${WHO},,,,,\r\n`);
  });
});
