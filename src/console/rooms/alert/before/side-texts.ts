import type { z } from 'zod';
import type { overviewView } from '../../../../http/v1/alerts/overview-view.ts';
import { parseIsoDuration } from '../../../../kernel/iso-duration.ts';
import { filledText } from '../../../parts/text-editor/filled.ts';

type AlertOverview = z.output<typeof overviewView>;
type Planned = Pick<
  AlertOverview,
  'kind' | 'content' | 'values' | 'validFor' | 'scheduledAt' | 'expiresAt' | 'cancelContent' | 'endContent'
> & { readonly escalation: Pick<NonNullable<AlertOverview['escalation']>, 'whenFulfilled'> | null };

/** A text that an approval covers, and that goes out later without another one. */
export interface SideText {
  readonly of: 'cancel' | 'end' | 'fulfilled';
  readonly language: string;
  readonly text: string;
}

/** What the alert may say later in its own words: when it is taken back, when it is over, when enough have answered. */
export const sideTextsOf = (alert: Planned, now: number): readonly SideText[] => {
  const start = alert.scheduledAt === null ? now : Date.parse(alert.scheduledAt);
  const end = alert.expiresAt === null ? start + (parseIsoDuration(alert.validFor) ?? 0) : alert.expiresAt;
  const occasion = {
    values: alert.values,
    isExercise: alert.kind === 'exercise',
    until: new Date(end).getTime(),
    now: start,
  };
  const said = [
    { of: 'cancel', content: alert.cancelContent },
    { of: 'end', content: alert.endContent },
    { of: 'fulfilled', content: alert.escalation?.whenFulfilled ?? null },
  ] as const;
  return said.flatMap(({ of, content }) =>
    (content?.variants ?? []).map(({ language, text }) => ({
      of,
      language,
      text: content === null ? text : filledText(content, text, language, occasion).text,
    })),
  );
};
