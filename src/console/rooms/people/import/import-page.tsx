import type { ReactNode } from 'react';
import { useState } from 'react';
import { useMay } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { peopleWords } from '../words.ts';
import { ChooseFile, type Chosen } from './choose-file.tsx';
import { ImportHistory } from './import-history.tsx';
import { PrepareFile } from './prepare-file.tsx';

/** A file is chosen, its columns are looked at, it is checked; only then it can be taken in. */
export const ImportPage = (): ReactNode => {
  const room = useWords(peopleWords);
  const may = useMay();
  const [chosen, setChosen] = useState<Chosen>();
  return (
    <PeopleFrame title={room('import')}>
      {may('managePeople') &&
        (chosen === undefined ? (
          <ChooseFile onChosen={setChosen} />
        ) : (
          <PrepareFile chosen={chosen} onOther={() => setChosen(undefined)} />
        ))}
      <ImportHistory />
    </PeopleFrame>
  );
};
