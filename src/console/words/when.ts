import { useMemo } from 'react';
import { useLanguage } from './i18n.ts';
import { whenIn } from './when-in.ts';

/** A time within a sentence. */
export const useWhen = (): ((time: string | number | Date) => string) => {
  const language = useLanguage();
  return useMemo(() => whenIn(language), [language]);
};
