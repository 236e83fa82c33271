import { Button, Group, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type ContactInFull, contactQuery } from '../../../api/people/contacts.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useLanguageName } from '../../../parts/text-editor/language-name.ts';
import { useMay } from '../../../session/session-context.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { ContactEditor } from './contact-editor.tsx';
import { Memberships } from './memberships.tsx';
import { MessagesTo } from './messages-to.tsx';
import { PersonData } from './person-data.tsx';
import { Reachable } from './reachable.tsx';
import { RemoveContact } from './remove-contact.tsx';
import { contactWords } from './words.ts';

/** Everything about one person that helps to decide whether an alert will reach them. */
export const ContactPage = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(contactWords);
  const { phone } = useFormats();
  const may = useMay();
  const contact = useQuery(contactQuery(id));
  const [isEditing, setEditing] = useState(false);
  const { data } = contact;
  const actions = data !== undefined && may('managePeople') && !isEditing && (
    <Group gap="xs">
      <Button onClick={() => setEditing(true)}>{say('edit')}</Button>
      <RemoveContact contact={data} />
    </Group>
  );
  return (
    <PeopleFrame
      title={data === undefined ? say('table') : (data.name ?? phone(data.number))}
      actions={actions}
    >
      <BackLink href="/people">{say('back')}</BackLink>
      <Loaded of={contact}>
        {(one) =>
          isEditing ? (
            <ContactEditor contact={one} onDone={() => setEditing(false)} />
          ) : (
            <Shown contact={one} />
          )
        }
      </Loaded>
    </PeopleFrame>
  );
};

const Shown = ({ contact }: { readonly contact: ContactInFull }): ReactNode => {
  const may = useMay();
  return (
    <div className="two-columns">
      <Stack>
        <Facts contact={contact} />
        <Memberships contact={contact} />
        <MessagesTo number={contact.number} />
      </Stack>
      <Stack>
        <Reachable contact={contact} />
        {may('erasePeople') && <PersonData number={contact.number} />}
      </Stack>
    </div>
  );
};

const Facts = ({ contact }: { readonly contact: ContactInFull }): ReactNode => {
  const say = useWords(contactWords);
  const common = useWords(commonWords);
  const languageName = useLanguageName();
  const { phone } = useFormats();
  const { position } = contact;
  return (
    <section className="card" aria-labelledby="facts">
      <Title order={2} size="h3" id="facts" mb="sm">
        {say('data')}
      </Title>
      <dl className="contact-facts">
        <Fact label={say('number')}>{phone(contact.number)}</Fact>
        <Fact label={say('name')}>{contact.name}</Fact>
        <Fact label={say('language')}>
          {contact.language === null ? null : languageName(contact.language)}
        </Fact>
        <Fact label={say('postalCode')}>{contact.postalCode}</Fact>
        <Fact label={say('place')}>{position === null ? null : `${position.lat}, ${position.lon}`}</Fact>
        <Fact label={say('source')}>{contact.source}</Fact>
        {Object.entries(contact.attributes).map(([name, value]) => (
          <Fact key={name} label={name}>
            {typeof value === 'boolean' ? common(value ? 'yes' : 'no') : String(value)}
          </Fact>
        ))}
      </dl>
    </section>
  );
};

const Fact = ({
  label,
  children,
}: {
  readonly label: string;
  readonly children: string | null;
}): ReactNode => {
  const common = useWords(commonWords);
  return (
    <div>
      <dt>
        <Said>{label}</Said>
      </dt>
      <dd>{children === null ? common('notKnown') : <Said>{children}</Said>}</dd>
    </div>
  );
};
