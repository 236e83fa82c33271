import { Button, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Session } from '../api/session.ts';
import { useWords } from '../words/i18n.ts';
import { SignInForm } from './sign-in-form.tsx';
import { sessionWords } from './words.ts';

interface Props {
  readonly name: string;
  readonly onSignedIn: (session: Session) => void;
  readonly onOther: () => void;
}

/**
 * Asks for another sign-in on top of the page, which stays as it is. The page is hidden, since anybody may be at this
 * screen by now; a blur would cost an old machine seconds.
 */
export const EndedDialog = ({ name, onSignedIn, onOther }: Props): ReactNode => {
  const say = useWords(sessionWords);
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={say('endedTitle')}
      overlayProps={{ color: 'var(--ground)', backgroundOpacity: 1 }}
      zIndex={400}
      centered
    >
      <Stack>
        <Text>{say('again')}</Text>
        <SignInForm onlyName={name} onSignedIn={onSignedIn} />
        <Button variant="subtle" onClick={onOther}>
          {say('otherPerson')}
        </Button>
      </Stack>
    </Modal>
  );
};
