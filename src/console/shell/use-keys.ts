import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useMay } from '../session/session-context.tsx';
import { rooms } from './rooms.ts';

const OFF = 'tocsin.keys.off';
/** How long `g` waits for the letter of a room, ms. */
const CHORD_MS = 1500;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

export interface Keys {
  readonly isShown: boolean;
  readonly show: (shown: boolean) => void;
  /** Single keys can be turned off: who speaks to the computer would press them by chance (WCAG 2.2, 2.1.4). */
  readonly areOn: boolean;
  readonly turn: (on: boolean) => void;
}

/**
 * The keys of the whole console: `n` new alert, `g` and a letter to a room, `?` the list. They are told by what they
 * write and not by their place, so that they are the same on AZERTY.
 */
export const useKeys = (): Keys => {
  const [isShown, show] = useState(false);
  const [areOn, setOn] = useState(() => localStorage.getItem(OFF) === null);
  const [, navigate] = useLocation();
  const mayPrepare = useMay()('prepare');
  useEffect(() => {
    if (!areOn) return;
    let chordUntil = 0;
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target))
        return;
      // A key pressed in a dialog or a menu belongs to it.
      if (event.target instanceof Element && event.target.closest('[role="dialog"], [role="menu"]') !== null)
        return;
      const key = event.key.toLowerCase();
      const isChord = Date.now() < chordUntil;
      chordUntil = 0;
      if (isChord) {
        const room = rooms.find((one) => one.key === key);
        if (room !== undefined) navigate(room.path);
      } else if (key === 'g') chordUntil = Date.now() + CHORD_MS;
      else if (key === 'n' && mayPrepare) navigate('/alerts/new');
      else if (key === '?') {
        event.preventDefault();
        show(true);
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [navigate, areOn, mayPrepare]);
  const turn = (on: boolean): void => {
    setOn(on);
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, 'yes');
  };
  return { isShown, show, areOn, turn };
};
