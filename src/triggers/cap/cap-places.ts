import type { AudienceTerm } from '../../domain/people/audience.ts';
import { type Shape, shapeError } from '../../kernel/shape/shape.ts';
import type { CapArea, CapGeocode } from './cap-alert.ts';

export interface CapPlaces {
  readonly include: readonly AudienceTerm[];
  /** Places that can't be found, in words: the audience would lack their people. */
  readonly missing: readonly string[];
}

/** How this gateway reads geocodes. */
export interface GeocodeTable {
  /** Value names of geocodes whose values are postal codes. */
  readonly postalCodes: readonly string[];
  /** Id of the area in the address book with this name, such as `INSEE:31555`. */
  areaNamed(name: string): number | undefined;
}

/** Makes the audience of CAP areas: everything in any of their polygons, circles and geocodes (CAP 1.2, 3.2.4). */
export const placesOf = (areas: readonly CapArea[], geocodes: GeocodeTable): CapPlaces => {
  const found = new Map<string, AudienceTerm>();
  const missing = new Set<string>();
  const take = (term: AudienceTerm): void => {
    found.set(JSON.stringify(term), term);
  };
  for (const area of areas) {
    const drawn = [
      ...area.polygons.map((polygon) => ({ polygon })),
      ...area.circles.map((circle) => ({ circle })),
    ];
    for (const shape of drawn) {
      const wrong = shapeError(shape);
      if (wrong === undefined) take({ shape });
      else missing.add(`${'circle' in shape ? 'a circle' : 'a polygon'} of "${area.areaDesc}": ${wrong}`);
    }
    const coded = area.geocodes.map((geocode) => ({ geocode, term: termOf(geocode, geocodes) }));
    for (const { geocode, term } of coded) {
      if (term !== undefined) take(term);
      // Beside a polygon or circle a geocode should describe the same place (CAP 1.2, 3.2.4), so an unknown one is
      // ignored.
      else if (drawn.length === 0) {
        missing.add(`no area of ours is called "${nameOf(geocode)}", and that is no postal code`);
      }
    }
    if (drawn.length === 0 && coded.length === 0) missing.add(`"${area.areaDesc}" has no geometry`);
  }
  return { include: [...found.values()], missing: [...missing] };
};

const nameOf = ({ valueName, value }: CapGeocode): string => `${valueName}:${value}`;

const termOf = (geocode: CapGeocode, geocodes: GeocodeTable): AudienceTerm | undefined => {
  const area = geocodes.areaNamed(nameOf(geocode));
  if (area !== undefined) return { area };
  const isPostal = geocodes.postalCodes.some(
    (name) => name.toLowerCase() === geocode.valueName.toLowerCase(),
  );
  const shape: Shape = { postalCodes: [geocode.value] };
  return isPostal ? { shape } : undefined;
};
