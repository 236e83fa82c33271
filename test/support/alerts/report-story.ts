import { expect } from 'vitest';
import { numberOf } from '../store/messages.ts';
import type { AlertRig } from './alert-rig.ts';

/** The texts of the alert in both languages that its people read. */
export const content = {
  defaultLanguage: 'fr',
  variants: [
    { language: 'fr', text: 'Crue : gagnez les hauteurs.' },
    { language: 'en', text: 'Flood: go to higher ground.' },
  ],
  placeholders: {},
};

/** An alert to a list of ten people: one opted out, seven are reached (five, and two 4 s later), two are refused. */
export const alertToTen = async (rig: AlertRig, title = 'Crue') => {
  const { store, clock } = rig.disk;
  const list = await rig.list(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  await store.optOut({ number: numberOf(9), listId: list, source: 'operator', evidence: 'asked', at: 0 });
  const { id } = await rig.create(0, { title, content, audience: { include: [{ list }] } });
  await rig.launch(id);
  await rig.untilExpanded(id);
  const claimedAt = clock.now();
  const claims = await rig.claim(`${id}.1`);
  expect(claims).toHaveLength(9);
  await clock.advance(1000);
  await rig.deliver(claims.slice(0, 5));
  await clock.advance(4000);
  await rig.deliver(claims.slice(5, 7));
  await rig.refuse(claims.slice(7));
  await rig.untilState(id, 'completed');
  return { id, list, claimedAt };
};
