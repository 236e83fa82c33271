import { type ReactNode, useEffect, useState } from 'react';
import { unbroken } from '../words/french-spacing.ts';
import { useLanguage } from '../words/i18n.ts';
import { Said } from './said.tsx';

type Translate = (text: string) => string | undefined;

/** The gateway's French is loaded once, and only by who reads French. */
let french: Promise<Translate> | undefined;
let loaded: Translate | undefined;

const load = (): Promise<Translate> => {
  french ??= import('../../domain/text/french/translate.ts').then(({ toFrench }) => {
    loaded = toFrench;
    return toFrench;
  });
  return french;
};

/** A reason in the gateway's words, in the person's language; what the gateway has no French for stays as it is. */
export const Reason = ({ children }: { readonly children: string }): ReactNode => {
  const language = useLanguage();
  const [, show] = useState<Translate | undefined>(() => loaded);
  useEffect(() => {
    if (language === 'fr') void load().then((translate) => show(() => translate));
  }, [language]);
  if (language !== 'fr') return <Said>{children}</Said>;
  const said = loaded?.(children);
  return (
    <span lang={said === undefined ? 'en' : undefined}>
      <Said>{said === undefined ? children : unbroken(said)}</Said>
    </span>
  );
};
