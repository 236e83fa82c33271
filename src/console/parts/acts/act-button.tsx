import { Button, type ButtonProps, Modal, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { commonWords } from '../../words/common.ts';
import { useWords } from '../../words/i18n.ts';
import { ProblemNote } from '../problems/problem-note.tsx';
import './act-button.css';

interface Props extends Omit<ButtonProps, 'children' | 'onClick'> {
  /** On the button that opens the question. */
  readonly label: string;
  /** On the button that does it: it names the consequence ("Stop 1 108 messages"), never "OK". */
  readonly verb: string;
  /** The title of the question. */
  readonly title: string;
  /** What will happen, to how many. */
  readonly children?: ReactNode;
  /** The fields of the question are not yet filled in. */
  readonly isIncomplete?: boolean;
  readonly onAct: () => Promise<unknown>;
  readonly onOpen?: () => void;
}

/** A button for what can't be undone: it says what it will do to how many before it does it. */
export const ActButton = ({
  label,
  verb,
  title,
  children,
  isIncomplete = false,
  onAct,
  onOpen,
  ...look
}: Props): ReactNode => {
  const say = useWords(commonWords);
  const [isOpen, setOpen] = useState(false);
  const [isActing, setActing] = useState(false);
  const [error, setError] = useState<unknown>();
  const open = (): void => {
    setError(undefined);
    setOpen(true);
    onOpen?.();
  };
  const act = async (): Promise<void> => {
    setActing(true);
    setError(undefined);
    try {
      await onAct();
      setOpen(false);
    } catch (caught) {
      setError(caught);
      // Whoever closed the question meanwhile must learn that it was not done.
      setOpen(true);
    } finally {
      setActing(false);
    }
  };
  return (
    <>
      <Button {...look} onClick={open}>
        {label}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={title}
        closeButtonProps={{ 'aria-label': say('close') }}
        // The header of a dialogue is no banner of the page.
        attributes={{ header: { role: 'presentation' } }}
        centered
        // A click that misses a button must not close the question, with what is typed in it.
        closeOnClickOutside={false}
      >
        <Stack>
          {children}
          <ProblemNote error={error} />
          {/* Words that grow or shrink while one aims must not put one button where the other was. */}
          <div className="act-buttons">
            {/* What is under way can't be left undone any more; the question can be closed all the same. */}
            <Button variant="default" onClick={() => setOpen(false)}>
              {say(isActing ? 'close' : 'cancel')}
            </Button>
            <Button
              color={look.color ?? 'accent'}
              loading={isActing}
              disabled={isIncomplete}
              onClick={() => void act()}
            >
              {verb}
            </Button>
          </div>
        </Stack>
      </Modal>
    </>
  );
};
