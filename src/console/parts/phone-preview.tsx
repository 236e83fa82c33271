import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { analyse } from '../../domain/text/analyse.ts';
import { commonWords } from '../words/common.ts';
import { useFormats } from '../words/format.ts';
import { useWords } from '../words/i18n.ts';
import { Said } from './said.tsx';

interface Props {
  /** The sender that the phone shows. */
  readonly from: string;
  readonly text: string;
}

/** A text as a phone shows it, with its encoding and its number of SMS. */
export const PhonePreview = ({ from, text }: Props): ReactNode => {
  const say = useWords(commonWords);
  const { number } = useFormats();
  const { encoding, parts } = analyse(text);
  return (
    <div className="phone">
      <Text fw={600} ta="center">
        {from}
      </Text>
      <p className="phone-text">
        <Said>{text}</Said>
      </p>
      <Group justify="space-between">
        <Text>{encoding === 'gsm7' ? 'GSM 7-bit' : 'UCS-2'}</Text>
        <Text>{say('parts', { count: parts, n: number(parts) })}</Text>
      </Group>
    </div>
  );
};
