import type { Feature, GeoJSON } from 'geojson';

const MAX_NAME = 40;
const NAMES = ['name', 'nom', 'NOM', 'libelle', 'nom_commune', 'NAME', 'title'];

/** What a feature of a map calls itself, by the usual properties; undefined: nothing. */
export const nameOf = ({ properties }: Feature): string | undefined => {
  const found = NAMES.map((key) => properties?.[key]).find(
    (value) => typeof value === 'string' && value !== '',
  );
  // Control characters could turn the text on the canvas around.
  return typeof found === 'string' ? found.replaceAll(/\p{C}/gu, '').slice(0, MAX_NAME) : undefined;
};

/** The features of a map, whatever GeoJSON it is. */
export const featuresOf = (map: GeoJSON): readonly Feature[] => {
  if (map.type === 'FeatureCollection') return map.features;
  return map.type === 'Feature' ? [map] : [{ type: 'Feature', properties: {}, geometry: map }];
};
