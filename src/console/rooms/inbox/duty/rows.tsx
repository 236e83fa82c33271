import { Button, Stack, Text, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props<Row> {
  readonly title: string;
  readonly hint?: string;
  readonly rows: readonly Row[];
  readonly fresh: Row;
  readonly add: string;
  readonly nameOf: (index: number) => string;
  readonly removeOf: (index: number) => string;
  readonly onChange: (rows: readonly Row[]) => void;
  /** The fields of one row. */
  readonly children: (row: Row, change: (part: Partial<Row>) => void, index: number) => ReactNode;
}

/** Rows of fields in a form, which are added and removed. */
export const Rows = <Row extends object>(props: Props<Row>): ReactNode => {
  const { title, hint, rows, fresh, add, nameOf, removeOf, onChange, children } = props;
  return (
    <Stack gap="sm" component="section" className="card">
      <div>
        <Title order={2}>{title}</Title>
        {hint !== undefined && <Text c="var(--quiet)">{hint}</Text>}
      </div>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place
        <fieldset key={index} className="form-row">
          <legend>{nameOf(index)}</legend>
          {children(
            row,
            (part) => onChange(rows.map((one, at) => (at === index ? { ...one, ...part } : one))),
            index,
          )}
          <Button
            variant="subtle"
            size="compact-md"
            color="danger"
            className="form-row-remove"
            leftSection={<IconTrash aria-hidden size={18} />}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          >
            {removeOf(index)}
          </Button>
        </fieldset>
      ))}
      <Button
        variant="default"
        className="form-add"
        leftSection={<IconPlus aria-hidden size={18} />}
        onClick={() => onChange([...rows, fresh])}
      >
        {add}
      </Button>
    </Stack>
  );
};
