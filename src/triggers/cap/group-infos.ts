import type { CapInfo } from './cap-alert.ts';

/** Infos that say the same in several languages: what becomes one alert. By primary subtag, in lower case. */
export type InfoGroup = ReadonlyMap<string, CapInfo>;

const primarySubtag = (language: string): string => language.toLowerCase().split('-')[0] ?? language;

/**
 * CAP means several infos to say the same in several languages (3.2.2), and in the field there are two in one: the same
 * for two areas, or for two codes of one area, which is one thing to say; or different things for different areas. The
 * latter are alerts of their own, for nobody is to be told what concerns other places.
 */
export const groupInfos = (infos: readonly CapInfo[]): readonly InfoGroup[] => {
  const joined = joinAlike(infos, withoutAreas);
  if (hasEachLanguageOnce(joined)) return inGroups(joined, () => '');
  return inGroups(joinAlike(infos, withoutLanguage), placesOf);
};

const hasEachLanguageOnce = (infos: readonly CapInfo[]): boolean =>
  new Set(infos.map(({ language }) => primarySubtag(language))).size === infos.length;

/** Infos in one language that say the same become one, with the areas of all. */
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
