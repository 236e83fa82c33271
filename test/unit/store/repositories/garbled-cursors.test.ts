import { describe, expect, test } from 'vitest';
import type { Page, Paged } from '../../../../src/kernel/page.ts';
import { author, draftOf } from '../../../support/alerts/alerts.ts';
import { T0 } from '../../../support/store/messages.ts';
import { sharedStore } from '../../../support/store/shared-store.ts';

const disk = sharedStore();

const cap = {
  sender: 'vigilance@example.org',
  sent: '2026-01-01T01:00:00+01:00',
  receivedAt: T0,
  source: 'post',
  document: '<alert/>',
  stage: 'done',
  alerts: [],
  outcome: '{}',
} as const;

/** A list with three items, by the page. */
const lists: Readonly<Record<string, () => Promise<(page: Page) => Promise<Paged<unknown>>>>> = {
  alerts: async () => {
    for (let i = 0; i < 3; i++) await disk.store.createAlert(draftOf(), author, T0);
    return (page) => disk.store.listAlerts('draft', page);
  },
  'launches of a schedule': async () => {
    const take = { outcome: 'missed', detail: undefined, at: T0 } as const;
    for (let i = 0; i < 3; i++) await disk.store.schedules.take(1, { ...take, plannedAt: T0 + i });
    return (page) => disk.store.schedules.fires(1, page);
  },
  'CAP messages': async () => {
    for (let i = 0; i < 3; i++) await disk.store.triggers.keepCap({ ...cap, identifier: `crue-${i}` });
    return (page) => disk.store.triggers.listCaps(page);
  },
};

describe.each(Object.entries(lists))('the store’s list of %s', (_name, fill) => {
  test('begins with the newest item for a cursor that is no number, and goes on behind a cursor that is one', async () => {
    const list = await fill();
    const { items } = await list({ limit: 3, cursor: undefined });
    expect(items).toHaveLength(3);
    expect((await list({ limit: 3, cursor: 'garbled' })).items).toEqual(items);
    const first = await list({ limit: 2, cursor: undefined });
    const second = await list({ limit: 2, cursor: first.next });
    expect([...first.items, ...second.items]).toEqual(items);
    expect(second.next).toBeUndefined();
  });
});
