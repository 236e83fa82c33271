import type { AudienceOptions } from '../../../domain/people/audience.ts';
import type { ListDefinition } from '../../../domain/people/lists.ts';
import type { Rule } from '../../../domain/people/rule.ts';
import type { Shape } from '../../../kernel/shape/shape.ts';
import type { Catalogue } from '../../audience/resolve.ts';
import type { Db } from '../../db.ts';
import { prepareOnDuty } from '../duty/on-duty.ts';

interface Named {
  readonly definition: string;
}

/**
 * Looks up the lists, segments, areas and rosters that audiences name by id, as they are now; a roster says who is on
 * duty at `dutyAt`. A segment or area in `stoodFor`
 * has the definition that is given there instead.
 */
export const prepareCatalogue = (
  db: Db,
): ((options: Pick<AudienceOptions, 'meaning' | 'dutyAt'>) => Catalogue) => {
  const { dutyAt: on } = prepareOnDuty(db);
  const findList = db.prepare<[number], Named>('SELECT definition FROM lists WHERE id = ?');
  const findSegment = db.prepare<[number], Named>('SELECT definition FROM segments WHERE id = ?');
  const findArea = db.prepare<[number], Named>('SELECT definition FROM areas WHERE id = ?');
  const anyOptOut = db.prepare<[number], unknown>('SELECT 1 FROM opt_outs WHERE list_id = ? LIMIT 1');
  const anyRefusal = db.prepare<[number], unknown>(
    "SELECT 1 FROM list_members WHERE list_id = ? AND consent = 'refused' LIMIT 1",
  );
  return ({ meaning: stoodFor = {}, dutyAt = 0 }) => ({
    list: (id) => {
      const list = parsed<ListDefinition>(findList.get(id)?.definition);
      if (list === undefined) return undefined;
      const optOuts = anyOptOut.get(id) !== undefined;
      if (list.kind === 'information') return { consent: 'given', optOuts };
      return { consent: anyRefusal.get(id) === undefined ? 'any' : 'notRefused', optOuts };
    },
    segment: (id) => parsed<Rule>(stoodFor[`segment ${id}`] ?? findSegment.get(id)?.definition),
    onDuty: (roster) => on(roster, dutyAt)?.people.map(({ phone }) => phone),
    area: (id) => parsed<Shape>(stoodFor[`area ${id}`] ?? findArea.get(id)?.definition),
  });
};

const parsed = <T>(definition: string | undefined): T | undefined =>
  definition === undefined ? undefined : (JSON.parse(definition) as T);
