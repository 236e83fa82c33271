import { type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/**
 * After a change of the page, the keyboard and a screen reader go on from its heading. What has the focus within the
 * page and is still there, such as a tab of the same room, keeps it.
 */
export const usePageFocus = (main: RefObject<HTMLElement | null>, title: string): void => {
  const [location] = useLocation();
  const shown = useRef(location);
  const isAwaited = useRef(false);
  useEffect(() => {
    if (shown.current === location) return;
    shown.current = location;
    // The same page got an address of its own: whoever types there goes on typing.
    if ((window.history.state as { readonly staysInPlace?: boolean } | null)?.staysInPlace) return;
    window.scrollTo(0, 0);
    const { activeElement } = document;
    if (activeElement !== null && main.current?.contains(activeElement)) return;
    isAwaited.current = true;
    main.current?.focus({ preventScroll: true });
  }, [location, main]);
  // The script of a room may come later than its address; its heading comes with the title.
  useEffect(() => {
    if (!isAwaited.current || title === '') return;
    const heading = document.getElementById('page-title');
    if (heading === null || document.activeElement !== main.current) return;
    isAwaited.current = false;
    heading.focus({ preventScroll: true });
  }, [title, main]);
};
