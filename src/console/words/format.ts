import { useMemo } from 'react';
import { type Formats, formatsOf } from './formats.ts';
import { useLanguage } from './i18n.ts';

/** How numbers, times and phone numbers are written in the language of the person. */
export const useFormats = (): Formats => {
  const language = useLanguage();
  return useMemo(() => formatsOf(language), [language]);
};
