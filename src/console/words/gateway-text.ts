import { toFrench } from '../../domain/text/french/translate.ts';
import { unbroken } from './french-spacing.ts';
import { useLanguage } from './i18n.ts';

/** Reasons and details in the language of the person; what the gateway has no French words for stays as it is. */
export const useGatewayText = (): ((text: string) => string) => {
  const language = useLanguage();
  return (text) => {
    const french = language === 'fr' ? toFrench(text) : undefined;
    return french === undefined ? text : unbroken(french);
  };
};
