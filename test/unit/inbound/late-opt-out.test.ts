import { expect, test } from 'vitest';
import { author, draftOf } from '../../support/alerts.ts';
import { newMessage, numberOf, T0 } from '../../support/store/messages.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

test('who opts out between the reading of an audience and the storing of its messages gets none', async () => {
  await using disk = await StoreOnDisk.open().then((opened) => ({
    store: opened.store,
    [Symbol.asyncDispose]: () => opened.remove(),
  }));
  const { store } = disk;
  const [opted, stays] = [numberOf(1), numberOf(2)];
  const draft = draftOf({ audience: { include: [{ numbers: [opted, stays] }] } });
  const alert = await store.createAlert(draft, author, T0);
  const { content, values } = draft;
  await store.stepAlert({
    id: alert,
    version: 1,
    state: 'sending',
    at: T0,
    actor: author,
    action: 'launch',
    detail: undefined,
    wave: {
      kind: 'first',
      target: 'audience',
      content,
      values,
      expected: 2,
      replaces: false,
      validUntil: T0 + 3_600_000,
    },
  });
  await store.optOut({ number: opted, listId: 0, source: 'sms', evidence: 'STOP', at: T0 });
  const person = (to: typeof opted) => ({
    message: newMessage({ to }),
    contactId: undefined,
    language: 'fr',
    state: 'queued' as const,
    reason: undefined,
  });
  const people = [person(opted), person(stays)];
  const chunk = { alert, wave: 1, version: 2, before: '', after: stays, undecided: 0, done: true, people };
  expect(await store.storeChunk(chunk)).toMatchObject({ kind: 'stored', queued: [{ messages: 1 }] });
  const states = await Promise.all(people.map(({ message }) => store.get(message.id)));
  expect(states).toMatchObject([
    { state: 'suppressed', reason: 'has opted out' },
    { state: 'queued', reason: undefined },
  ]);
});
