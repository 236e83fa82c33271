import { northBank, townHall } from './town-data.ts';

export interface Made {
  readonly id: number;
  readonly version: number;
}

/**
 * Makes the areas of the town and the segments of its people.
 * @param make creates a resource at this path below /v1
 * @returns the area of the north bank
 */
export const makeAreas = async (make: (path: string, body: object) => Promise<Made>): Promise<Made> => {
  const area = await make('areas', { name: 'Rive nord', shape: northBank });
  await make('areas', { name: 'Autour de la mairie', shape: townHall });
  await make('areas', { name: 'Centre, par code postal', shape: { postalCodes: ['31000'] } });
  await make('segments', {
    name: 'Rive nord, rez-de-chaussée',
    rule: { and: [{ area: area.id }, { field: 'attributes.floor', op: 'lt', value: 1 }] },
  });
  await make('segments', { name: 'Lisent l’anglais', rule: { field: 'language', op: 'eq', value: 'en' } });
  return area;
};
