import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Message } from '../../api/messages.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Light } from '../../parts/light.tsx';
import { Said } from '../../parts/said.tsx';
import { useFormats } from '../../words/format.ts';
import { useGatewayText } from '../../words/gateway-text.ts';
import { useWords } from '../../words/i18n.ts';
import { answerOf } from './answer.ts';
import { messagesWords } from './words.ts';

interface Props {
  readonly messages: readonly Message[];
  readonly label: string;
  /** On the page of one number, the column with the number says nothing. */
  readonly isOfOneNumber?: boolean;
}

/** Messages as dense rows: state in words, route, SMS, times. The number, or the time, leads to the message. */
export const MessageTable = ({ messages, label, isOfOneNumber = false }: Props): ReactNode => {
  const say = useWords(messagesWords);
  const gatewaySays = useGatewayText();
  const { moment, number, phone } = useFormats();
  const to: Column<Message> = {
    key: 'to',
    title: say('colTo'),
    cell: (one) => (
      <Link href={`/messages/${one.id}`}>
        <span className="figures nowrap">{phone(one.to)}</span>
      </Link>
    ),
  };
  const when: Column<Message> = {
    key: 'when',
    title: say('colWhen'),
    cell: (one) =>
      isOfOneNumber ? (
        <Link href={`/messages/${one.id}`}>
          <span className="figures nowrap">{moment(one.createdAt)}</span>
        </Link>
      ) : (
        <span className="figures nowrap">{moment(one.createdAt)}</span>
      ),
  };
  const columns: readonly Column<Message>[] = [
    ...(isOfOneNumber ? [] : [to]),
    when,
    {
      key: 'state',
      title: say('colState'),
      cell: (one) => (
        <>
          <Light tone={answerOf(one).tone}>{say(`state_${one.state}`)}</Light>
          {one.possibleDuplicate && <Text size="xs">{say('twice')}</Text>}
        </>
      ),
    },
    {
      key: 'end',
      title: say('colEnd'),
      cell: (one) => (
        <span className="figures nowrap">
          {one.finalAt === null ? say('notSettled') : moment(one.finalAt)}
        </span>
      ),
    },
    {
      key: 'route',
      title: say('colRoute'),
      cell: (one) => one.route ?? (one.finalAt === null ? say('noRoute') : '–'),
    },
    { key: 'parts', title: say('colParts'), isFigure: true, cell: (one) => number(one.parts) },
    {
      key: 'what',
      title: say('colWhat'),
      cell: ({ alert, reference }) =>
        alert === null ? (
          <Said>{reference === null ? '–' : gatewaySays(reference)}</Said>
        ) : (
          <Link href={`/alerts/${alert}`}>{say('alertNumber', { id: alert })}</Link>
        ),
    },
  ];
  return <DataTable label={label} columns={columns} rows={messages} rowKey={({ id }) => id} />;
};
