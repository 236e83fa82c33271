import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { newKey } from '../../../api/new-key.ts';
import { type ContactInFull, makeContact, putMember, removeContact } from '../../../api/people/contacts.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { bodyOf, draftOf } from './contact-draft.ts';
import { contactWords } from './words.ts';

/** Contacts have no bin: what takes the removal back makes the same contact anew, with its lists and consents. */
const putBack = async (contact: ContactInFull): Promise<void> => {
  await makeContact(bodyOf(draftOf(contact)), newKey());
  for (const { list, consent, consentSource, consentAt } of contact.memberships)
    await putMember(list, contact.number, { consent, consentSource, consentAt });
};

export const RemoveContact = ({ contact }: { readonly contact: ContactInFull }): ReactNode => {
  const say = useWords(contactWords);
  const { phone, number } = useFormats();
  const tell = useUndo();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const who = contact.name ?? phone(contact.number);
  const count = contact.memberships.length;
  const remove = async (): Promise<void> => {
    await removeContact(contact.id, contact.version);
    go('/people');
    void queries.invalidateQueries({ queryKey: ['people'] });
    tell(say('removed', { who }), async () => {
      await putBack(contact);
      await queries.invalidateQueries({ queryKey: ['people'] });
    });
  };
  return (
    <ActButton
      variant="default"
      label={say('remove')}
      title={say('removeTitle')}
      verb={say('removeVerb', { who })}
      color="danger"
      onAct={remove}
    >
      <Text>{say('removeHint', { who, count, n: number(count) })}</Text>
    </ActButton>
  );
};
