import '../styles/cards.css';
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand at the right, under each other. */
  readonly isFigure?: boolean;
}

interface Props<Row> {
  /** What the table shows, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  /** Two or three short columns: they stay columns on a phone. */
  readonly isNarrow?: boolean;
}

/** A dense table that keeps its header; on a phone each row is a card, whose cells carry the titles of the columns. */
export const DataTable = <Row,>({
  label,
  columns,
  rows,
  rowKey,
  isNarrow = false,
}: Props<Row>): ReactNode => (
  <Table
    aria-label={label}
    className={isNarrow ? 'narrow-table' : 'data-table'}
    stickyHeader
    stickyHeaderOffset="var(--head)"
    highlightOnHover
    highlightOnHoverColor="var(--ground)"
  >
    <Table.Thead>
      <Table.Tr>
        {columns.map(({ key, title, isFigure }) => (
          <Table.Th key={key} scope="col" className={isFigure ? 'figure' : undefined}>
            {title}
          </Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {rows.map((row) => (
        <Table.Tr key={rowKey(row)}>
          {columns.map(({ key, title, cell, isFigure }) => (
            <Table.Td key={key} data-title={title} className={isFigure ? 'figure' : undefined}>
              {cell(row)}
            </Table.Td>
          ))}
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
);
