import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

interface Props {
  readonly href: string;
  readonly children: ReactNode;
}

/** The way back to the list that something is in. */
export const BackLink = ({ href, children }: Props): ReactNode => (
  <div>
    <Link href={href} className="back-link">
      <IconArrowLeft aria-hidden size={18} />
      {children}
    </Link>
  </div>
);
