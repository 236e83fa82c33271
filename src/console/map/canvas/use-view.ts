import { type Dispatch, type RefObject, type SetStateAction, useEffect, useRef, useState } from 'react';
import type { Bounds } from '../shape/geometry.ts';
import { resize, type View, viewOf } from '../shape/view.ts';

/** Where nothing is known of the place: western Europe. */
const SOMEWHERE: Bounds = { south: 41, west: -6, north: 52, east: 11 };

export interface ViewState {
  readonly frame: RefObject<HTMLDivElement | null>;
  /** Undefined until the canvas has a size. */
  readonly view: View | undefined;
  /** Moves the map by hand: from then on it stays where it is. */
  readonly move: (change: (view: View) => View) => void;
  readonly showAll: () => void;
}

/** What part of the earth a map shows: all of `bounds`, until somebody moves it. */
export const useView = (bounds: Bounds | undefined): ViewState => {
  const frame = useRef<HTMLDivElement>(null);
  const isMoved = useRef(false);
  const [view, setView] = useState<View>();
  const all = bounds ?? SOMEWHERE;
  const key = JSON.stringify(all);

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      if (width > 0 && height > 0) fitOrResize(setView, isMoved.current, JSON.parse(key), width, height);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [key]);

  return {
    frame,
    view,
    move: (change) => {
      isMoved.current = true;
      setView((now) => now && change(now));
    },
    showAll: () => {
      isMoved.current = false;
      setView((now) => now && viewOf(all, now.width, now.height));
    },
  };
};

const fitOrResize = (
  setView: Dispatch<SetStateAction<View | undefined>>,
  isMoved: boolean,
  bounds: Bounds,
  width: number,
  height: number,
): void =>
  setView((now) =>
    now !== undefined && isMoved ? resize(now, width, height) : viewOf(bounds, width, height),
  );
