import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { query, send } from '../../../api/client.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { useWords } from '../../../words/i18n.ts';
import { saveFile } from './save-file.ts';
import { contactWords } from './words.ts';

/** All contacts, or those of one list, as a file that an import takes. */
export const ExportButton = ({ list }: { readonly list: string | null }): ReactNode => {
  const say = useWords(contactWords);
  const [isReading, setReading] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (): Promise<void> => {
    setReading(true);
    setError(undefined);
    try {
      const response = await send(`/v1/contacts.csv${query({ list: list ?? undefined })}`);
      saveFile(await response.blob(), 'contacts.csv');
    } catch (caught) {
      setError(caught);
    } finally {
      setReading(false);
    }
  };
  return (
    <>
      <Button variant="default" loading={isReading} onClick={() => void run()}>
        {say(list === null ? 'export' : 'exportList')}
      </Button>
      <ProblemNote error={error} />
    </>
  );
};
