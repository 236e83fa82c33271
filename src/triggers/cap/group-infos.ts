import type { CapInfo } from './cap-alert.ts';

/** Infos that say the same in several languages: what becomes one alert. By primary subtag, in lower case. */
export type InfoGroup = ReadonlyMap<string, CapInfo>;

const primarySubtag = (language: string): string => language.toLowerCase().split('-')[0] ?? language;

/**
 * CAP means several infos to say the same in several languages (3.2.2), and in the field there are two in one: the same
 * twice, or one each for different areas. The former are one; the latter are different things to say, and so are
 * alerts of their own, for nobody is to be told what concerns other places.
 */
export const groupInfos = (infos: readonly CapInfo[]): readonly InfoGroup[] => {
  const distinct = infos.filter((info, index) => infos.findIndex((one) => alike(one, info)) === index);
  const languages = distinct.map(({ language }) => primarySubtag(language));
  if (new Set(languages).size === languages.length) return inGroups(distinct, () => '');
  return inGroups(distinct, placesOf);
};

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

const alike = (a: CapInfo, b: CapInfo): boolean =>
  primarySubtag(a.language) === primarySubtag(b.language) &&
  JSON.stringify({ ...a, language: '' }) === JSON.stringify({ ...b, language: '' });

const placesOf = ({ areas }: CapInfo): string =>
  areas
    .flatMap(({ polygons, circles, geocodes }) => [...polygons, ...circles, ...geocodes])
    .map((place) => JSON.stringify(place))
    .sort()
    .join();
