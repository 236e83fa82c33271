import { type Alert, endOf, type Wave } from '../../domain/alerts/alert.ts';
import { type Prepared, prepareTexts } from '../templates/prepare.ts';

/**
 * The texts of a wave as its messages have them.
 * @param timeZone the clocks by which texts give times: an IANA name
 */
export const textsOfWave = ({ draft }: Pick<Alert, 'draft'>, wave: Wave, timeZone: string): Prepared => {
  const { content, values, startedAt, validUntil } = wave;
  const until = { at: endOf(draft, startedAt, validUntil), readAt: startedAt, timeZone };
  return prepareTexts(content, values, { exercise: draft.kind === 'exercise', until });
};
