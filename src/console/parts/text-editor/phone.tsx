import { Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconScissors } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { analyse } from '../../../domain/text/analyse.ts';
import { commonWords } from '../../words/common.ts';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { partsOf, partsWithout, savingBy } from './marks.ts';
import { textWords } from './words.ts';
import './text-editor.css';

interface Props {
  /** The sender that the phone shows; undefined: as configured. */
  readonly from: string | undefined;
  readonly text: string;
  readonly language: string;
}

const MarkedText = ({ text }: { readonly text: string }): ReactNode => {
  const say = useWords(textWords);
  return partsOf(text).map((stretches, part) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a part of a text has no name but its place.
    <Fragment key={part}>
      {part > 0 && (
        <span className="sms-cut" title={say('cut')}>
          <IconScissors size={14} aria-hidden />
          <span className="seen-by-readers-only">{say('cut')}</span>
        </span>
      )}
      {stretches.map(({ mark, text: said }, index) =>
        mark === 'plain' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch of a text has no name but its place.
          <Fragment key={index}>{said}</Fragment>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch of a text has no name but its place.
          <mark key={index} className={`sms-${mark}`} title={say(mark)}>
            {said}
          </mark>
        ),
      )}
    </Fragment>
  ));
};

/** What the text costs, and what would make it cost less. */
const Cost = ({ text }: { readonly text: string }): ReactNode => {
  const say = useWords(textWords);
  const sayCommon = useWords(commonWords);
  const { number } = useFormats();
  const { encoding, parts, charactersLeft, forcesUcs2 } = analyse(text);
  const saving = savingBy(text);
  const without = partsWithout(text);
  return (
    <Stack gap={4} className="sms-cost">
      <Group justify="space-between" gap="xs">
        <Text fw={650} className="figures">
          {sayCommon('parts', { count: parts, n: number(parts) })}
        </Text>
        <Text c="var(--quiet)" className="figures">
          {say('left', { count: charactersLeft, n: number(charactersLeft) })} ·{' '}
          {encoding === 'gsm7' ? 'GSM 7-bit' : 'UCS-2'}
        </Text>
      </Group>
      {without !== undefined && without < parts && (
        <Group gap={6} wrap="nowrap" align="flex-start" className="sms-hint">
          <IconAlertTriangle size={18} aria-hidden />
          <Text>
            {say('without', {
              characters: forcesUcs2.map(({ character }) => `«\u00a0${character}\u00a0»`).join(' '),
              parts: sayCommon('parts', { count: without, n: number(without) }),
            })}
          </Text>
        </Group>
      )}
      {saving !== undefined && (
        <Group gap={6} wrap="nowrap" align="flex-start" className="sms-hint">
          <IconScissors size={18} aria-hidden />
          <Text>{say('saves', { count: saving.characters, n: number(saving.characters) })}</Text>
        </Group>
      )}
    </Stack>
  );
};

/** A text as a phone shows it, with the places that make it cost more, and what it costs. */
export const Phone = ({ from, text, language }: Props): ReactNode => {
  const say = useWords(textWords);
  return (
    <div className="handset">
      <Text fw={600} ta="center" className="handset-from">
        {from === undefined ? say('byPlan') : <bdi>{from}</bdi>}
      </Text>
      <div className="handset-screen">
        {text === '' ? (
          <Text c="var(--quiet)">{say('empty')}</Text>
        ) : (
          <p className="handset-text">
            <bdi className="said" lang={language}>
              <MarkedText text={text} />
            </bdi>
          </p>
        )}
      </div>
      {text !== '' && <Cost text={text} />}
    </div>
  );
};
