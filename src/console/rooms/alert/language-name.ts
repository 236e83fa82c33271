import { useMemo } from 'react';
import { useLanguage } from '../../words/i18n.ts';

/** A language tag, such as `fr`, as people call it; a tag that nobody knows stays as it is. */
export const useLanguageName = (): ((tag: string) => string) => {
  const language = useLanguage();
  return useMemo(() => {
    const names = new Intl.DisplayNames([language], { type: 'language', fallback: 'code' });
    return (tag) => {
      try {
        return names.of(tag) ?? tag;
      } catch {
        return tag;
      }
    };
  }, [language]);
};
