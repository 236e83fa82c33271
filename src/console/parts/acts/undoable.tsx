import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { commonWords } from '../../words/common.ts';
import { useWords } from '../../words/i18n.ts';

const SHOWN_MS = 15_000;
/** What can't be taken back is said for as long as it takes to read it: it covers what is below. */
const READ_MS = 6000;

/** Says what was done, with a button that takes it back. */
export const useUndo = (): ((said: string, undo?: () => Promise<unknown>) => void) => {
  const say = useWords(commonWords);
  return (said, undo) => {
    const id = notifications.show({
      withCloseButton: true,
      closeButtonProps: { 'aria-label': say('close') },
      autoClose: undo === undefined ? READ_MS : SHOWN_MS,
      message: (
        <Group justify="space-between">
          <span>{said}</span>
          {undo !== undefined && (
            <Button
              variant="default"
              size="compact-md"
              onClick={() => {
                notifications.hide(id);
                undo().catch(() => notifications.show({ color: 'red', message: say('failed') }));
              }}
            >
              {say('undo')}
            </Button>
          )}
        </Group>
      ),
    });
  };
};
