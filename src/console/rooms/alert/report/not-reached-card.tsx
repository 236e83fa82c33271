import { Button, Group, Table, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Report } from '../../../api/alerts/alerts.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { reportWords } from '../words/report-words.ts';

const ON_PAGE = 20;
/** A message that is still on its way has no reason yet. */
const UNDER_WAY: ReadonlySet<string> = new Set(['queued', 'sending', 'sent']);

/** Everybody whom no message reached, with the reason. On paper all of them, on the screen page by page. */
export const NotReachedCard = ({ report }: { readonly report: Report }): ReactNode => {
  const say = useWords(reportWords);
  const { number, phone } = useFormats();
  const [page, setPage] = useState(0);
  const { people, byReason, items, more, notShown } = report.notReached;
  const pages = Math.max(1, Math.ceil(items.length / ON_PAGE));
  return (
    <section className="card" aria-labelledby="report-not-reached">
      <h2 id="report-not-reached">
        {say('notReached')}: {number(people)}
      </h2>
      {people === 0 && report.people.toReach > 0 && <Text>{say('notReachedNone')}</Text>}
      {byReason.length > 0 && (
        <DataTable
          label={say('byReason')}
          rows={byReason}
          rowKey={({ state, reason }) => `${state} ${reason}`}
          columns={[
            { key: 'state', title: say('state'), cell: ({ state }) => <b>{say(`m_${state}`)}</b> },
            { key: 'reason', title: say('reason'), cell: ({ reason }) => <Said>{reason ?? ''}</Said> },
            { key: 'people', title: say('person'), isFigure: true, cell: (row) => number(row.people) },
          ]}
        />
      )}
      {items.length > 0 && (
        <>
          <Table aria-label={say('notReached')} className="data-table" mt="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{say('number')}</Table.Th>
                <Table.Th scope="col">{say('name')}</Table.Th>
                <Table.Th scope="col">{say('state')}</Table.Th>
                <Table.Th scope="col">{say('reason')}</Table.Th>
                <Table.Th scope="col">{say('route')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((one, index) => (
                <Table.Tr
                  key={one.number}
                  className={Math.floor(index / ON_PAGE) === page ? undefined : 'only-printed'}
                >
                  <Table.Td data-title={say('number')} className="figures alert-number">
                    {phone(one.number)}
                  </Table.Td>
                  <Table.Td data-title={say('name')}>
                    <span className="report-name">
                      <Said>{one.name}</Said>
                    </span>
                  </Table.Td>
                  <Table.Td data-title={say('state')}>{say(`m_${one.state}`)}</Table.Td>
                  <Table.Td data-title={say('reason')} className="report-reason">
                    <Said>{one.reason ?? (UNDER_WAY.has(one.state) ? '' : say('noReason'))}</Said>
                  </Table.Td>
                  <Table.Td data-title={say('route')}>
                    {one.route !== null && <span className="whole-name">{one.route}</span>}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {pages > 1 && (
            <Group mt="sm" className="not-printed">
              <Button variant="default" disabled={page === 0} onClick={() => setPage(page - 1)}>
                {say('previous')}
              </Button>
              <span>{say('pageOf', { page: number(page + 1), pages: number(pages) })}</span>
              <Button variant="default" disabled={page >= pages - 1} onClick={() => setPage(page + 1)}>
                {say('next')}
              </Button>
            </Group>
          )}
        </>
      )}
      {more && <Text mt="sm">{say('more')}</Text>}
      {notShown > 0 && <Text mt="sm">{say('notShown', { n: number(notShown) })}</Text>}
    </section>
  );
};
