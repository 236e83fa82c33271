import { useMemo } from 'react';
import { useLanguage } from '../../words/i18n.ts';

/** The name of a language in the language of the person: "français", "French". */
export const useLanguageName = (): ((code: string) => string) => {
  const own = useLanguage();
  return useMemo(() => {
    const names = new Intl.DisplayNames(own, { type: 'language' });
    return (code) => {
      try {
        return names.of(code) ?? code;
      } catch {
        // What is no code at all is shown as it is.
        return code;
      }
    };
  }, [own]);
};
