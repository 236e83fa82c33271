import { MOST_AREAS, type Reached, type ReachSlice } from '../../../domain/people/reach.ts';
import { type Place, placeOf, type Shape } from '../../../kernel/shape/shape.ts';
import type { Db } from '../../db.ts';
import { statementCache } from '../../thread/statement-cache.ts';

/** How many contacts one call reads: fewer if there are many lists and areas. */
const MOST_SCANNED = 10_000;
const LEAST_SCANNED = 250;
const LOOK_UPS = 30_000;
/** So many areas cost as much as the look-up of a membership. */
const AREAS_PER_LOOK_UP = 40;

interface Contact {
  readonly code: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
  /** Null if the contact is registered nowhere. */
  readonly open: number | null;
  readonly dead: number;
}

interface Count {
  contacts: number;
  registered: number;
  reachable: number;
}

/** Counts how many contacts of each place can be reached, some contacts in each call. */
export const prepareReach = (db: Db) => {
  const prepared = statementCache(db);
  const listIds = db.prepare<[], { id: number; kind: string }>(
    "SELECT id, definition ->> '$.kind' AS kind FROM lists ORDER BY id",
  );
  const areaVersions = db.prepare<[], { id: number; version: number }>(
    `SELECT id, version FROM areas ORDER BY id LIMIT ${MOST_AREAS}`,
  );
  const areaShape = db.prepare<[number], string>('SELECT definition FROM areas WHERE id = ?').pluck();
  const lastId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM contacts').pluck();
  // One look-up for each list. `open` is 1 if one of the memberships is open, 0 if the person opted out of all of them.
  const contactsOf = (lists: readonly { readonly id: number; readonly kind: string }[]) => {
    const all = idsOf(lists);
    const emergency = idsOf(lists.filter(({ kind }) => kind === 'emergency'));
    return prepared(`
      SELECT c.postal_code AS code, c.lat, c.lon, (
        SELECT max(CASE WHEN EXISTS (
          SELECT 1 FROM opt_outs o WHERE o.number = m.number AND o.list_id IN (0, m.list_id)) THEN 0 ELSE 1 END)
        FROM list_members m WHERE m.list_id IN (${all}) AND m.number = c.number
          AND (m.consent = 'given' OR m.consent = 'unknown' AND m.list_id IN (${emergency}))) AS open,
        EXISTS (SELECT 1 FROM undelivered_numbers u WHERE u.number = c.number AND u.dead = 1) AS dead
      FROM contacts c NOT INDEXED WHERE c.id > ? AND c.id <= ?`);
  };

  // A shape may have thousands of corners: it is read again only when it was changed.
  const known = new Map<number, { readonly version: number; readonly place: Place | undefined }>();
  const places = (): readonly { readonly id: number; readonly place: Place }[] =>
    areaVersions.all().flatMap(({ id, version }) => {
      let area = known.get(id);
      if (area?.version !== version) {
        area = { version, place: placeOf(JSON.parse(areaShape.get(id) ?? '') as Shape) };
        if (known.size >= 2 * MOST_AREAS) known.clear();
        known.set(id, area);
      }
      return area.place === undefined ? [] : [{ id, place: area.place }];
    });

  return {
    reachSlice: (after: number): ReachSlice => {
      const lists = listIds.all();
      const areas = places();
      const perContact = 1 + lists.length + areas.length / AREAS_PER_LOOK_UP;
      const through =
        after + Math.min(MOST_SCANNED, Math.max(LEAST_SCANNED, Math.round(LOOK_UPS / perContact)));
      const byCode = new Map<string, Count>();
      const byArea = new Map<string, Count>();
      const rows = contactsOf(lists).iterate(after, through) as IterableIterator<Contact>;
      for (const contact of rows) {
        add(byCode, contact.code ?? '', contact);
        const { lat, lon } = contact;
        if (lat === null || lon === null) continue;
        for (const { id, place } of areas) if (isIn(place, lat, lon)) add(byArea, String(id), contact);
      }
      return {
        codes: byCode,
        areas: byArea,
        next: through < (lastId.get() ?? 0) ? through : undefined,
      };
    },
  };
};

/** The ids as they stand within IN ( ): nothing is in a list of NULL alone. */
const idsOf = (lists: readonly { readonly id: number }[]): string =>
  lists.length === 0 ? 'NULL' : lists.map(({ id }) => id).join(', ');

const add = (counts: Map<string, Count>, key: string, { open, dead }: Contact): void => {
  const count: Reached & Count = counts.get(key) ?? { contacts: 0, registered: 0, reachable: 0 };
  count.contacts++;
  if (open !== null) count.registered++;
  if (open === 1 && dead === 0) count.reachable++;
  counts.set(key, count);
};

const isIn = ({ box, contains }: Place, lat: number, lon: number): boolean =>
  lat >= box.south && lat <= box.north && lon >= box.west && lon <= box.east && contains(lat, lon);
