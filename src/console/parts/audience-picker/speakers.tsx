import type { ReactNode } from 'react';
import type { AudienceCount as Count } from '../../api/people/audiences.ts';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { Light } from '../light.tsx';
import { useLanguageName } from '../text-editor/language-name.ts';
import { audienceWords } from './words.ts';

export interface Texts {
  readonly languages: readonly string[];
  readonly defaultLanguage: string;
}

/** Who gets a text in a language other than their own, since there is none in theirs. */
export const Speakers = ({ count, texts }: { readonly count: Count; readonly texts: Texts }): ReactNode => {
  const say = useWords(audienceWords);
  const { number } = useFormats();
  const nameOf = useLanguageName();
  const without = Object.entries(count.byLanguage).filter(
    ([language, people]) => people > 0 && !texts.languages.includes(language),
  );
  return without.map(([language, people]) => {
    const values = { count: people, n: number(people), other: nameOf(texts.defaultLanguage) };
    return (
      <Light key={language} tone={language === 'und' ? 'off' : 'warn'}>
        {language === 'und'
          ? say('unknownLanguage', values)
          : say('noText', { ...values, language: nameOf(language) })}
      </Light>
    );
  });
};
