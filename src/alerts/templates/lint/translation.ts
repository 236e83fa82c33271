import { namesIn } from '../../../domain/templates/pieces.ts';
import type { Content, Finding } from '../../../domain/templates/template.ts';
import { found, type Subject } from './subject.ts';

const LANGUAGE = /^[a-z]{2,3}$/;

/** Errors unless each language has exactly one text, and the default language has one. */
export const languageFindings = ({ variants, defaultLanguage }: Content): readonly Finding[] => {
  if (variants.length === 0)
    return [found('error', 'noVariant', undefined, 'there is no text in any language')];
  const languages = new Set<string>();
  const findings: Finding[] = [];
  for (const { language } of variants) {
    if (!LANGUAGE.test(language)) {
      findings.push(found('error', 'badLanguage', language, 'is no language, such as fr or en'));
    } else if (languages.has(language)) {
      findings.push(found('error', 'duplicateLanguage', language, 'is there twice'));
    }
    languages.add(language);
  }
  if (languages.has(defaultLanguage)) return findings;
  const message = `there is no text in the default language, ${defaultLanguage}`;
  return [...findings, found('error', 'missingDefaultLanguage', undefined, message)];
};

/**
 * Warnings for languages that are missing, or that say less than another language does.
 *
 * @param wanted the languages that the content should have
 */
export const translationFindings = (subject: Subject, wanted: readonly string[]): readonly Finding[] => {
  const { variants, defaultLanguage } = subject.content;
  const languages = new Set(variants.map(({ language }) => language));
  const missing = [...new Set(wanted)].filter((language) => !languages.has(language));
  return [
    ...missing.map((language) =>
      found(
        'warning',
        'missingTranslation',
        language,
        `there is no text: these people get ${defaultLanguage}`,
      ),
    ),
    ...variants
      .filter(({ short }) => short === undefined)
      .map(({ language }) =>
        found(
          'warning',
          'missingShort',
          language,
          'has no short variant, for when only slow routes are left',
        ),
      ),
    ...unevenPlaceholders(subject),
    ...untranslatedFallbacks(subject),
  ];
};

const unevenPlaceholders = ({ texts }: Subject): readonly Finding[] => {
  const full = texts.filter(({ isShort }) => !isShort);
  const names = full.map(({ worst }) => new Set(namesIn(worst?.pieces ?? [])));
  const all = new Set(names.flatMap((some) => [...some]));
  return full.flatMap(({ label, worst }, index) => {
    const lacking = worst === undefined ? [] : [...all].filter((name) => names[index]?.has(name) !== true);
    if (lacking.length === 0) return [];
    const shown = lacking.map((name) => `{${name}}`).join(', ');
    return [found('warning', 'unevenPlaceholders', label, `lacks ${shown}, which another language has`)];
  });
};

const untranslatedFallbacks = ({ content, texts }: Subject): readonly Finding[] => {
  const { variants, defaultLanguage, placeholders } = content;
  const used = new Set(texts.flatMap(({ worst }) => namesIn(worst?.pieces ?? [])));
  return variants
    .filter(({ language }) => language !== defaultLanguage)
    .flatMap(({ language }) =>
      Object.entries(placeholders)
        .filter(([name, { fallback, fallbacks = {} }]) => {
          return used.has(name) && fallback !== undefined && !Object.hasOwn(fallbacks, language);
        })
        .map(([name, { fallback = '' }]) =>
          found(
            'warning',
            'untranslatedFallback',
            language,
            `{${name}} may become "${fallback}": give its fallback in ${language}`,
          ),
        ),
    );
};
