import { Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type ContactInFull, contactQuery, replaceContact } from '../../../api/people/contacts.ts';
import { isProblem } from '../../../api/problem.ts';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { EditConflict } from '../../../parts/difference/edit-conflict.tsx';
import { changedLines } from '../../../parts/difference/lines.ts';
import { forgetKept, useKept } from '../../../parts/use-kept.ts';
import { useWords } from '../../../words/i18n.ts';
import { bodyOf, type ContactDraft, draftOf, linesOf } from './contact-draft.ts';
import { ContactForm } from './contact-form.tsx';
import { contactWords } from './words.ts';

interface Props {
  readonly contact: ContactInFull;
  readonly onDone: () => void;
}

/** Changes a contact; if somebody else was faster, both changes are shown before anything is lost. */
export const ContactEditor = ({ contact, onDone }: Props): ReactNode => {
  const say = useWords(contactWords);
  const tell = useUndo();
  const queries = useQueryClient();
  const kept = `people.contact.${contact.id}`;
  const [{ base, draft }, setEdit] = useKept(kept, { base: draftOf(contact), draft: draftOf(contact) });
  const [theirs, setTheirs] = useState<ContactDraft>();
  const [error, setError] = useState<unknown>();
  const [isSaving, setSaving] = useState(false);
  const lines = (one: ContactDraft) =>
    linesOf(one, (field) => say(field as 'number' | 'name' | 'language' | 'postalCode' | 'lat' | 'lon'));
  const leave = (): void => {
    onDone();
    // After the form is gone: else its effect would keep the draft again.
    setTimeout(() => forgetKept(kept));
  };
  const save = async (over?: ContactDraft): Promise<void> => {
    setSaving(true);
    setError(undefined);
    try {
      await replaceContact(contact.id, bodyOf(draft), (over ?? base).version ?? contact.version);
      await queries.invalidateQueries({ queryKey: ['people'] });
      tell(say('saved'));
      leave();
    } catch (caught) {
      setSaving(false);
      if (!isProblem(caught, 'changed-meanwhile')) return setError(caught);
      const now = await queries
        .fetchQuery({ ...contactQuery(contact.id), staleTime: 0 })
        .catch(() => undefined);
      if (now === undefined) setError(caught);
      else setTheirs(draftOf(now));
    }
  };
  return (
    <Stack>
      {theirs !== undefined && (
        <EditConflict
          theirs={changedLines(lines(base), lines(theirs))}
          mine={changedLines(lines(base), lines(draft))}
          onTakeTheirs={() => {
            setEdit({ base: theirs, draft: theirs });
            setTheirs(undefined);
          }}
          onKeepMine={() => void save(theirs)}
        />
      )}
      <ContactForm
        draft={draft}
        onChange={(next) => setEdit({ base, draft: next })}
        verb={say('save')}
        error={error}
        isSaving={isSaving}
        onSave={() => void save()}
        onLeave={leave}
      />
    </Stack>
  );
};
