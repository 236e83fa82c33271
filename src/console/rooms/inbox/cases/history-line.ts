import type { CaseEntry } from '../../../api/types/cases.ts';

/** The words for the lines of a history. */
type HistoryKey =
  | 'did_open'
  | 'did_openByHand'
  | 'did_cry'
  | 'did_saysSafe'
  | 'did_page'
  | 'did_unpaged'
  | 'did_take'
  | 'did_takeFrom'
  | 'did_hand'
  | 'did_handFrom'
  | 'did_note'
  | 'did_close'
  | 'did_reclassify'
  | 'did_reopen'
  | 'did_reopenByPhone';

type Values = Readonly<Record<string, string | number>>;

export interface HistoryLine {
  readonly key: HistoryKey;
  readonly values: Values;
  /** The word for the value `outcome`. */
  readonly outcome?: (typeof OUTCOMES)[keyof typeof OUTCOMES];
  /** What somebody wrote: a note, or the text of a cry. */
  readonly said?: string;
  /** Whether the gateway did it, and nobody else. */
  readonly isQuiet: boolean;
}

const OUTCOMES = {
  helped: 'outcomeHelped',
  falseAlarm: 'outcomeFalseAlarm',
  duplicate: 'outcomeDuplicate',
  unreachable: 'outcomeUnreachable',
  other: 'outcomeOther',
  noCall: 'outcomeNoCall',
} as const;

const isOutcome = (value: unknown): value is keyof typeof OUTCOMES =>
  typeof value === 'string' && Object.hasOwn(OUTCOMES, value);

/** The word for how a case ended. */
export const outcomeKey = (outcome: unknown): (typeof OUTCOMES)[keyof typeof OUTCOMES] =>
  OUTCOMES[isOutcome(outcome) ? outcome : 'other'];

const PHONE = 'phone:';

/** The number of the phone that did it by SMS; undefined: a user or the gateway. */
export const phoneOf = ({ by }: CaseEntry): string | undefined =>
  by.id.startsWith(PHONE) ? by.id.slice(PHONE.length) : undefined;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Which word says a line of the history, and with which values. `who` names who did it. */
export const historyLine = (
  entry: CaseEntry,
  who: string,
  messages: readonly { readonly id: number; readonly text: string }[],
): HistoryLine => {
  const { action, detail } = entry;
  const isByPhone = phoneOf(entry) !== undefined;
  const written = textOf(detail['text']) ?? messages.find(({ id }) => id === detail['inboxId'])?.text;
  const said = written === undefined ? {} : { said: written };
  const from = textOf(detail['from']);
  const by = { who, ...(from !== undefined && { from }) };
  const line = (key: HistoryKey, values: Values = by): HistoryLine => ({
    key,
    values,
    isQuiet: false,
    ...said,
  });
  switch (action) {
    case 'open':
      return line(isByPhone ? 'did_open' : 'did_openByHand');
    case 'cry':
      return line('did_cry');
    case 'saysSafe':
      return line('did_saysSafe');
    case 'page': {
      const phones = typeof detail['phones'] === 'number' ? detail['phones'] : 1;
      return { ...line('did_page', { count: phones, n: phones }), isQuiet: true };
    }
    case 'unpaged':
      return line('did_unpaged');
    case 'take':
      return line(from === undefined ? 'did_take' : 'did_takeFrom');
    case 'hand':
      return line(from === undefined ? 'did_hand' : 'did_handFrom', {
        ...by,
        to: textOf(detail['to']) ?? '',
      });
    case 'note':
      return line('did_note');
    case 'close':
      return { ...line('did_close'), outcome: outcomeKey(detail['outcome']) };
    case 'reclassify':
      return line('did_reclassify');
    case 'reopen':
      return line(isByPhone ? 'did_reopenByPhone' : 'did_reopen');
  }
};
