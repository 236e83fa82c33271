import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author, draftOf } from '../../../support/alerts/alerts.ts';
import { numberOf, T0 } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.remove();
});

/** Does something once between the read of a page of people and the commit of their messages. */
const beforeCommit = (work: () => Promise<unknown>): void => {
  const { store } = rig.disk;
  const chunk = store.storeChunk.bind(store);
  vi.spyOn(store, 'storeChunk').mockImplementation(async (one) => {
    await work();
    return chunk(one);
  });
};
/** Gives the contact of a person another number, once. */
const move = async (from: number, to: number): Promise<void> => {
  const { contacts } = rig.disk.store;
  const contact = await contacts.find(numberOf(from));
  if (contact !== undefined)
    await contacts.replace(contact.id, { ...contact, number: numberOf(to) }, undefined, T0);
};
const recipients = async (alert: number) => (await rig.messages(alert)).map(({ to }) => to);

test('a person who is erased while a wave is being stored gets no message, and their number is not stored again', async () => {
  const list = await rig.list(0, 1);
  beforeCommit(() => rig.disk.store.persons.erase(numberOf(0), 'erased-1', []));
  const { id } = await rig.create(0, { audience: { include: [{ list }] } });
  await rig.launch(id);
  await rig.untilExpanded(id);
  expect(await recipients(id)).toEqual([numberOf(1)]);
});

test('a person whose contact is removed while an update is being stored gets the update, and an erased person does not', async () => {
  const list = await rig.list(0, 1);
  const { id } = await rig.create(0, { audience: { include: [{ list }] } });
  await rig.launch(id);
  await rig.untilExpanded(id);
  await rig.deliver(await rig.claim(`${id}.1`));
  beforeCommit(async () => {
    const { contacts } = rig.disk.store;
    const contact = await contacts.find(numberOf(0));
    if (contact !== undefined) await contacts.remove(contact.id, undefined);
    await rig.disk.store.persons.erase(numberOf(1), 'erased-1', []);
  });
  const { content, values } = draftOf({});
  await rig.service.update(id, { content, values }, author);
  await rig.untilExpanded(id);
  expect(await recipients(id)).toEqual([numberOf(0), 'erased-1', numberOf(0)]);
});

test('a person who is erased while the people of an update are being read gets no message, and their number is not stored again', async () => {
  const list = await rig.list(0, 1);
  const { id } = await rig.create(0, { audience: { include: [{ list }] } });
  await rig.launch(id);
  await rig.untilExpanded(id);
  await rig.deliver(await rig.claim(`${id}.1`));
  const { store } = rig.disk;
  const before = store.peopleBefore.bind(store);
  vi.spyOn(store, 'peopleBefore').mockImplementation(async (...args) => {
    const rows = await before(...args);
    await store.persons.erase(numberOf(0), 'erased-1', []);
    return rows;
  });
  const { content, values } = draftOf({});
  await rig.service.update(id, { content, values }, author);
  await rig.untilExpanded(id);
  expect((await recipients(id)).toSorted()).toEqual([numberOf(1), numberOf(1), 'erased-1'].toSorted());
});

test('a person whose contact is removed and created again while a wave is being stored gets their message', async () => {
  const list = await rig.list(0, 1);
  beforeCommit(async () => {
    const { contacts } = rig.disk.store;
    const contact = await contacts.find(numberOf(0));
    if (contact === undefined) return;
    await contacts.remove(contact.id, undefined);
    await rig.join(list, 0);
  });
  const { id } = await rig.create(0, { audience: { include: [{ list }] } });
  await rig.launch(id);
  await rig.untilExpanded(id);
  expect(await recipients(id)).toEqual([numberOf(0), numberOf(1)]);
});

test('a number that the audience names itself gets its message, though the contact with this number gets another one while the wave is being stored', async () => {
  const list = await rig.list(0, 1);
  beforeCommit(() => move(0, 5));
  const { id } = await rig.create(0, { audience: { include: [{ list }, { numbers: [numberOf(0)] }] } });
  await rig.launch(id);
  await rig.untilExpanded(id);
  expect((await recipients(id)).toSorted()).toEqual([numberOf(0), numberOf(1), numberOf(5)]);
});

test('a person whose contact gets another number while a wave is being stored gets the message there', async () => {
  const list = await rig.list(0, 1);
  beforeCommit(() => move(0, 5));
  const { id } = await rig.create(0, { audience: { include: [{ list }] } });
  await rig.launch(id);
  await rig.untilExpanded(id);
  expect((await recipients(id)).toSorted()).toEqual([numberOf(1), numberOf(5)]);
});
