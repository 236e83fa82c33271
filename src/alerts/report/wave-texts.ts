import type { Alert, Wave } from '../../domain/alerts/alert.ts';
import { analyse } from '../../domain/text/analyse.ts';
import type { Encoding } from '../../domain/text/encoding.ts';
import { textsOfWave } from '../waves/wave-texts.ts';

interface ReportedText {
  readonly text: string;
  readonly encoding: Encoding;
  readonly parts: number;
}

/** A text that went out, with fallbacks in the place of what is different for each person. */
export interface WaveText extends ReportedText {
  readonly wave: number;
  readonly language: string;
  /** The text for the time when only slow routes are left. */
  readonly short: ReportedText | undefined;
}

const NOBODY = { name: undefined, attributes: {} };

const reported = (text: string): ReportedText => {
  const { encoding, parts } = analyse(text);
  return { text, encoding, parts };
};

/** The texts of each wave, by language. A wave whose text was not fit to be sent has none. */
export const waveTexts = (
  alert: Pick<Alert, 'draft'>,
  waves: readonly Wave[],
  timeZone: string,
): readonly WaveText[] =>
  waves.flatMap((one) => {
    const { wave, content } = one;
    const prepared = textsOfWave(alert, one, timeZone);
    if (prepared.kind === 'unfit') return [];
    return content.variants.map(({ language, short }) => {
      const textFor = (isShort: boolean): string => prepared.textFor({ ...NOBODY, language }, isShort).text;
      return {
        wave,
        language,
        ...reported(textFor(false)),
        short: short === undefined ? undefined : reported(textFor(true)),
      };
    });
  });
