import { Skeleton, Text } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import type { Report } from '../../../api/alerts/alerts.ts';
import { PhonePreview } from '../../../parts/phone-preview.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { useLanguageName } from '../language-name.ts';
import { alertWords } from '../words/alert-words.ts';
import { liveWords } from '../words/live-words.ts';

interface Props {
  readonly from: string | null;
  /** undefined: it is not read yet. */
  readonly report: Report | undefined;
}

/** The texts as phones show them, by wave and language. */
const Texts = ({ from, report }: Props): ReactNode => {
  const say = useWords(liveWords);
  const sayAlert = useWords(alertWords);
  const languageName = useLanguageName();
  const { number } = useFormats();
  return (
    <section className="card" aria-labelledby="alert-texts">
      <h2 id="alert-texts">{say('textsTitle')}</h2>
      {report === undefined ? (
        <Skeleton height={120} />
      ) : (
        <>
          <div className="alert-phones">
            {report.texts.map(({ wave, language, text, short }) => {
              const kind = report.byWave.find((one) => one.wave === wave)?.kind;
              const name =
                kind === null || kind === undefined ? '' : sayAlert(`wave_${kind}` as 'wave_first');
              return (
                <div key={`${wave} ${language}`} className="alert-pair">
                  <div>
                    <h3>
                      {number(wave)}. {name} · {languageName(language)}
                    </h3>
                    <PhonePreview from={from ?? sayAlert('sender')} text={text} />
                  </div>
                  {short !== null && (
                    <div>
                      <h3 className="alert-short-head">{say('shortText')}</h3>
                      <PhonePreview from={from ?? sayAlert('sender')} text={short.text} />
                    </div>
                  )}
                </div>
              );
            })}
          </div>
          <Text c="var(--quiet)" mt="xs">
            {say('textsHint')}
          </Text>
        </>
      )}
    </section>
  );
};

/** Not drawn anew by a tick of the figures. */
export const TextsSent = memo(Texts);
