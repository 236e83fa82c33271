import { SegmentedControl, Stack, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Content } from '../../api/alerts/drafts.ts';
import { useWords } from '../../words/i18n.ts';
import { useSender } from '../use-sender.ts';
import { filledText, type Occasion } from './filled.ts';
import { useLanguageName } from './language-name.ts';
import { Phone } from './phone.tsx';
import { textWords } from './words.ts';

interface Props {
  readonly from: string | undefined;
  readonly content: Content;
  readonly occasion: Occasion;
  /** The texts as the gateway would send them, by language; left out: they are not known yet. */
  readonly asSent?: Readonly<Record<string, string>> | undefined;
}

/** The phone at the right, which shows one language after the other. */
export const PhonePanel = ({ from, content, occasion, asSent = {} }: Props): ReactNode => {
  const say = useWords(textWords);
  const nameOf = useLanguageName();
  const sender = useSender();
  const [chosen, choose] = useState<string>();
  const variant =
    content.variants.find(({ language }) => language === chosen) ??
    content.variants.find(({ language }) => language === content.defaultLanguage) ??
    content.variants[0];
  const language = variant?.language ?? content.defaultLanguage;
  return (
    <Stack gap="sm" className="phone-panel" component="section" aria-labelledby="phone-title">
      <Title order={2} size="h3" id="phone-title">
        {say('phone')}
      </Title>
      {content.variants.length > 1 && (
        <SegmentedControl
          aria-label={say('textFor')}
          value={language}
          onChange={choose}
          data={content.variants.map((one) => ({ value: one.language, label: nameOf(one.language) }))}
        />
      )}
      <Phone
        from={from ?? sender}
        language={language}
        text={
          asSent[language] ??
          (variant === undefined ? '' : filledText(content, variant.text, language, occasion).text)
        }
      />
    </Stack>
  );
};
