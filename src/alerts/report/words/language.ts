export const reportLanguages = ['en', 'fr'] as const;
export type ReportLanguage = (typeof reportLanguages)[number];

/** The report language that fits an Accept-Language header best (RFC 9110 12.5.4); English if none does. */
export const reportLanguageFor = (header: string | undefined): ReportLanguage => {
  const wanted = (header ?? '').split(',', 50).map((range) => {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const weight = parameters.map((one) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(one)?.[1]).find(Boolean);
    return { language: tag.split('-', 1)[0], weight: weight === undefined ? 1 : Number(weight) };
  });
  const best = wanted
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ language }) => reportLanguages.find((ours) => ours === language))
    .find((language) => language !== undefined);
  return best ?? 'en';
};
