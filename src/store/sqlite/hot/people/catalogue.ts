import type { AudienceOptions } from '../../../../domain/people/audience.ts';
import type { ListDefinition } from '../../../../domain/people/lists.ts';
import type { Rule } from '../../../../domain/people/rule.ts';
import type { Shape } from '../../../../kernel/shape/shape.ts';
import type { Catalogue } from '../../../audience/resolve.ts';
import type { Db } from '../../open.ts';

interface Named {
  readonly definition: string;
}

/**
 * Looks up the lists, segments and areas that audiences name by id, as they are now. A segment or area in `stoodFor`
 * has the definition that is given there instead.
 */
export const prepareCatalogue = (db: Db): ((stoodFor: AudienceOptions['meaning']) => Catalogue) => {
  const findList = db.prepare<[number], Named>('SELECT definition FROM lists WHERE id = ?');
  const findSegment = db.prepare<[number], Named>('SELECT definition FROM segments WHERE id = ?');
  const findArea = db.prepare<[number], Named>('SELECT definition FROM areas WHERE id = ?');
  const anyOptOut = db.prepare<[number], unknown>('SELECT 1 FROM opt_outs WHERE list_id = ? LIMIT 1');
  const anyRefusal = db.prepare<[number], unknown>(
    "SELECT 1 FROM list_members WHERE list_id = ? AND consent = 'refused' LIMIT 1",
  );
  return (stoodFor = {}) => ({
    list: (id) => {
      const list = parsed<ListDefinition>(findList.get(id)?.definition);
      if (list === undefined) return undefined;
      const optOuts = anyOptOut.get(id) !== undefined;
      if (list.kind === 'information') return { consent: 'given', optOuts };
      return { consent: anyRefusal.get(id) === undefined ? 'any' : 'notRefused', optOuts };
    },
    segment: (id) => parsed<Rule>(stoodFor[`segment ${id}`] ?? findSegment.get(id)?.definition),
    area: (id) => parsed<Shape>(stoodFor[`area ${id}`] ?? findArea.get(id)?.definition),
  });
};

const parsed = <T>(definition: string | undefined): T | undefined =>
  definition === undefined ? undefined : (JSON.parse(definition) as T);
