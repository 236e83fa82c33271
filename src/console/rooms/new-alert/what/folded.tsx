import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

interface Props {
  readonly title: string;
  readonly isOpenAtFirst?: boolean;
  readonly children: ReactNode;
}

/** What most alerts don't need. It opens where it is. */
export const Folded = ({ title, isOpenAtFirst = false, children }: Props): ReactNode => {
  const [isOpen, open] = useState(isOpenAtFirst);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div className="folded">
      <Button
        variant="subtle"
        className="folded-title"
        aria-expanded={isOpen}
        leftSection={<Chevron size={18} aria-hidden />}
        onClick={() => open(!isOpen)}
      >
        {title}
      </Button>
      {isOpen && <div className="folded-body">{children}</div>}
    </div>
  );
};
