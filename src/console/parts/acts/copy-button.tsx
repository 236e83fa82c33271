import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { commonWords } from '../../words/common.ts';
import { useWords } from '../../words/i18n.ts';

interface Props {
  readonly text: string;
  readonly disabled?: boolean;
}

/** Copies a text. Browsers have a clipboard only where the page came by TLS or from this machine. */
export const CopyButton = ({ text, disabled = false }: Props): ReactNode => {
  const say = useWords(commonWords);
  const [copied, setCopied] = useState<string>();
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard === undefined) return null;
  return (
    <Button
      variant="default"
      disabled={disabled}
      onClick={() => void clipboard.writeText(text).then(() => setCopied(text))}
    >
      {say(copied === text ? 'copied' : 'copy')}
    </Button>
  );
};
