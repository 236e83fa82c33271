import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { liveWords } from '../words/live-words.ts';
import { type Point, rowsOf } from './history.ts';

const MOST_ROWS = 12;

interface Props {
  readonly points: readonly Point[];
  readonly forecast?: readonly Point[];
}

/** The curve in a few rows, for whoever can't see the picture. */
export const CurveTable = ({ points, forecast = [] }: Props): ReactNode => {
  const say = useWords(liveWords);
  const { number, clockOn } = useFormats();
  return (
    <Table aria-label={say('curveTable')} className="alert-curve-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{say('time')}</Table.Th>
          <Table.Th scope="col" className="figure">
            {say('axisPeople')}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rowsOf(points, MOST_ROWS).map(({ at, people }) => (
          <Table.Tr key={at}>
            <Table.Td>{clockOn(at)}</Table.Td>
            <Table.Td className="figure">{number(people)}</Table.Td>
          </Table.Tr>
        ))}
        {forecast.slice(1).map(({ at, people }) => (
          <Table.Tr key={`forecast ${at}`}>
            <Table.Td>
              {clockOn(at)} ({say('axisForecast')})
            </Table.Td>
            <Table.Td className="figure">{number(people)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
};
