import type { Alert } from '../../domain/alerts/alert.ts';
import type { Officers } from '../../domain/alerts/approvers.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import { inWords } from '../../domain/text/french/in-words.ts';
import type { ApprovalDeps } from './approval-deps.ts';
import { notAtItsTimeText } from './approval-texts.ts';

interface Deps extends Pick<ApprovalDeps, 'prepare' | 'timeZone'> {
  readonly officers: Pick<Officers, 'byId'>;
  /** The sender of messages about approvals. */
  readonly from: string | undefined;
}

const VALID_MS = 4 * 3_600_000;

/**
 * Makes the SMS about a scheduled alert that does not go out, without storing them: to the person who scheduled it, the
 * one who submitted it and the one who approved it. They believe that it goes out, and nobody may be awake to see that
 * it does not.
 */
export const notAtItsTime =
  ({ officers, prepare, timeZone, from }: Deps) =>
  async ({ id, launched, submitted, approved }: Alert, reason: string): Promise<readonly NewMessage[]> => {
    const persons = new Set(
      [launched, submitted, approved].flatMap((one) => (one === undefined ? [] : [one.id])),
    );
    const made = await Promise.all(
      [...persons].map(async (person) => {
        const { phone, language } = (await officers.byId(person)) ?? {};
        if (phone === undefined || language === undefined) return undefined;
        return prepare({
          to: phone,
          text: notAtItsTimeText(language, id, inWords(reason, language, timeZone)),
          from,
          priority: 'critical',
          validForMs: VALID_MS,
          reference: `launch of alert ${id}`,
        });
      }),
    );
    return made.filter((one) => one !== undefined);
  };
