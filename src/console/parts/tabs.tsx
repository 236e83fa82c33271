import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';

interface Tab {
  readonly path: string;
  /** The beginning of the paths of pages below this one, such as `/inbox/cases/`. */
  readonly under?: string;
  readonly label: string;
}

interface Props {
  readonly label: string;
  readonly tabs: readonly Tab[];
}

/** The pages of one room, as links: each has an address of its own, and the browser's way back works. */
export const Tabs = ({ label, tabs }: Props): ReactNode => {
  const [location] = useLocation();
  return (
    <nav aria-label={label} className="tabs">
      {tabs.map(({ path, under, label: name }) => (
        <Link
          key={path}
          href={path}
          className="tab"
          aria-current={location === path || (under && location.startsWith(under)) ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
};
