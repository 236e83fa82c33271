import type { CapInfo } from './cap-alert.ts';

/**
 * Infos with the same content in several languages, which become one alert. The key is the primary language subtag in
 * lower case.
 */
export type InfoGroup = ReadonlyMap<string, CapInfo>;

const primarySubtag = (language: string): string => language.toLowerCase().split('-')[0] ?? language;

/**
 * Groups the infos of an alert. By CAP, several infos are translations of each other (3.2.2). Real alerts also repeat
 * one info for two areas or codes, which is joined, or have different infos for different areas. The latter become
 * separate alerts, so that people aren't warned of what concerns other places.
 */
export const groupInfos = (infos: readonly CapInfo[]): readonly InfoGroup[] => {
  const joined = joinAlike(infos, withoutAreas);
  if (hasEachLanguageOnce(joined)) return inGroups(joined, () => '');
  return inGroups(joinAlike(infos, withoutLanguage), placesOf);
};

const hasEachLanguageOnce = (infos: readonly CapInfo[]): boolean =>
  new Set(infos.map(({ language }) => primarySubtag(language))).size === infos.length;

/** Joins infos in one language that say the same, with the areas of all. */
const joinAlike = (infos: readonly CapInfo[], sayingOf: (info: CapInfo) => object): readonly CapInfo[] => {
  const joined = new Map<string, CapInfo>();
  for (const info of infos) {
    const key = JSON.stringify([primarySubtag(info.language), sayingOf(info)]);
    const before = joined.get(key);
    joined.set(key, before === undefined ? info : { ...before, areas: [...before.areas, ...info.areas] });
  }
  return [...joined.values()];
};

const withoutAreas = (info: CapInfo): object => ({ ...info, language: '', areas: [] });
const withoutLanguage = (info: CapInfo): object => ({ ...info, language: '' });

const inGroups = (infos: readonly CapInfo[], placeOf: (info: CapInfo) => string): readonly InfoGroup[] => {
  const groups: { readonly place: string; readonly infos: Map<string, CapInfo> }[] = [];
  for (const info of infos) {
    const place = placeOf(info);
    const language = primarySubtag(info.language);
    const group = groups.find((one) => one.place === place && !one.infos.has(language));
    if (group === undefined) groups.push({ place, infos: new Map([[language, info]]) });
    else group.infos.set(language, info);
  }
  return groups.map((group) => group.infos);
};

const placesOf = ({ areas }: CapInfo): string =>
  areas
    .flatMap(({ polygons, circles, geocodes }) => [...polygons, ...circles, ...geocodes])
    .map((place) => JSON.stringify(place))
    .sort()
    .join();
