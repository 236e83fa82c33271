import { Kbd, Modal, Stack, Switch, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMay } from '../session/session-context.tsx';
import { commonWords } from '../words/common.ts';
import { useWords } from '../words/i18n.ts';
import { rooms } from './rooms.ts';
import type { Keys } from './use-keys.ts';
import { shellWords } from './words.ts';

interface RowProps {
  readonly keys: readonly string[];
  readonly children: ReactNode;
}

const Row = ({ keys, children }: RowProps): ReactNode => (
  <Table.Tr>
    <Table.Th scope="row" w="6rem">
      {keys.map((key) => (
        <Kbd key={key} me={4}>
          {key}
        </Kbd>
      ))}
    </Table.Th>
    <Table.Td>{children}</Table.Td>
  </Table.Tr>
);

/** The list of the keys, and the switch that turns them off. */
export const KeysDialog = ({ keys: { isShown, show, areOn, turn } }: { readonly keys: Keys }): ReactNode => {
  const say = useWords(shellWords);
  const sayCommon = useWords(commonWords);
  const may = useMay();
  return (
    <Modal
      opened={isShown}
      onClose={() => show(false)}
      title={say('keysTitle')}
      closeButtonProps={{ 'aria-label': sayCommon('close') }}
    >
      <Stack>
        <Table>
          <Table.Tbody>
            {may('prepare') && <Row keys={['n']}>{say('newAlert')}</Row>}
            {rooms.map(({ key, word }) => (
              <Row key={key} keys={['g', key]}>
                {say(word)}
              </Row>
            ))}
            <Row keys={['?']}>{say('key_help')}</Row>
          </Table.Tbody>
        </Table>
        <Switch
          label={say('keysOn')}
          description={say('keysOnHint')}
          checked={areOn}
          onChange={(event) => turn(event.currentTarget.checked)}
        />
      </Stack>
    </Modal>
  );
};
