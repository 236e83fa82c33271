import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { newKey } from '../../../api/new-key.ts';
import { makeContact } from '../../../api/people/contacts.ts';
import { isProblem } from '../../../api/problem.ts';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { forgetKept, useKept } from '../../../parts/use-kept.ts';
import { useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { bodyOf, emptyDraft } from './contact-draft.ts';
import { ContactForm } from './contact-form.tsx';
import { contactWords } from './words.ts';

const KEPT = 'people.new';

export const NewContactPage = (): ReactNode => {
  const say = useWords(contactWords);
  const tell = useUndo();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [draft, setDraft] = useKept(KEPT, emptyDraft);
  const [error, setError] = useState<unknown>();
  const [isSaving, setSaving] = useState(false);
  // One key for all tries: a retry after a cut makes no second contact.
  const key = useRef(newKey());
  const leave = (path: string): void => {
    go(path);
    // After the page is gone: else its effect would keep the draft again.
    setTimeout(() => forgetKept(KEPT));
  };
  const save = async (): Promise<void> => {
    setSaving(true);
    setError(undefined);
    try {
      const { id } = await makeContact(bodyOf(draft), key.current);
      void queries.invalidateQueries({ queryKey: ['people'] });
      tell(say('made'));
      leave(`/people/contacts/${id}`);
    } catch (caught) {
      // A refused request left nothing; the next try may have another body, which the same key may not.
      if (!isProblem(caught, 'unreachable')) key.current = newKey();
      setError(caught);
      setSaving(false);
    }
  };
  return (
    <PeopleFrame title={say('add')}>
      <ContactForm
        isNew
        draft={draft}
        onChange={setDraft}
        verb={say('make')}
        error={error}
        isSaving={isSaving}
        onSave={() => void save()}
        onLeave={() => leave('/people')}
      />
    </PeopleFrame>
  );
};
