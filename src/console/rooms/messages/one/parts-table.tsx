import type { ReactNode } from 'react';
import type { MessageWithTimeline } from '../../../api/messages.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Light } from '../../../parts/light.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { answerWords } from '../answer-words.ts';
import { reasonIn } from '../reasons.ts';
import { type PartFacts, partsOf } from './life-line.ts';

/** Each part of a long message: which route took it, and what its receipt says. */
export const PartsTable = ({ message }: { readonly message: MessageWithTimeline }): ReactNode => {
  const say = useWords(answerWords);
  const language = useLanguage();
  const when = useWhen();
  const { moment } = useFormats();
  const columns: readonly Column<PartFacts>[] = [
    { key: 'part', title: say('part'), cell: ({ part }) => `${part} / ${message.parts}` },
    {
      key: 'taken',
      title: say('partTaken'),
      cell: ({ taken }) =>
        taken === undefined ? (
          <Light tone="off">{say('partNotTaken')}</Light>
        ) : (
          <span className="figures">
            {taken.route} · {moment(taken.at)}
          </span>
        ),
    },
    {
      key: 'receipt',
      title: say('partReceipt'),
      cell: ({ receipt, isDelivered }) =>
        receipt === undefined ? (
          <Light tone="off">{say('partNoReceipt')}</Light>
        ) : (
          // Before the end, a receipt may be an intermediate one, such as "on its way".
          <Light tone={isDelivered ? 'good' : message.state === 'undelivered' ? 'bad' : 'waiting'}>
            {isDelivered ? (
              say('partDelivered', { when: when(receipt.at) })
            ) : (
              <Said>{reasonIn(language, receipt.reason ?? say('noReason'))}</Said>
            )}
          </Light>
        ),
    },
    {
      key: 'id',
      title: say('partId'),
      cell: ({ taken }) => <code className="said">{taken?.evidence ?? '–'}</code>,
    },
  ];
  return (
    <DataTable
      label={say('partsTitle', { n: message.parts })}
      columns={columns}
      rows={partsOf(message.parts, message.timeline)}
      rowKey={({ part }) => part}
    />
  );
};
