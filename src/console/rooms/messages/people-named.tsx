import { List, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { contactsNamed } from '../../api/people/one-number.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Said } from '../../parts/said.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { messagesWords } from './words.ts';

/** Whoever has the text in their name: a newcomer may know a name and no number. */
export const PeopleNamed = ({ name }: { readonly name: string }): ReactNode => {
  const say = useWords(messagesWords);
  const { phone } = useFormats();
  const people = useQuery(contactsNamed(name));
  return (
    <section className="card" aria-labelledby="people-named">
      <Title order={2} size="h3" id="people-named" mb="xs">
        <Said>{say('peopleNamed', { name })}</Said>
      </Title>
      <Loaded of={people}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{say('peopleNamedNone')}</Text>
          ) : (
            <List>
              {items.map((one) => (
                <List.Item key={one.id}>
                  <Link href={`/messages?q=${encodeURIComponent(one.number)}`}>{phone(one.number)}</Link>{' '}
                  <Said>{one.name ?? say('noName')}</Said>
                </List.Item>
              ))}
            </List>
          )
        }
      </Loaded>
    </section>
  );
};
