import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import type { LatLon } from '../shape/geometry.ts';
import { type Pixel, pan, unproject, type View, zoomAt } from '../shape/view.ts';

/** What a pointer does on a map besides moving it. */
export interface MapTool {
  /** Takes hold of what is under the pixel; undefined: nothing is there, and the map itself is dragged. */
  readonly grab: (pixel: Pixel, view: View, reach: number) => ((place: LatLon) => void) | undefined;
  readonly click: (pixel: Pixel, view: View, reach: number) => void;
}

/** A pointer that moved less than this was a click. */
const CLICK_PX = 5;
const REACH_PX = 12;
/** WCAG 2.2, 2.5.8 asks for 24 pixels; a finger covers more. */
const REACH_TOUCH_PX = 24;
const WHEEL = 0.0015;

interface Press {
  readonly start: Pixel;
  last: Pixel;
  isDrag: boolean;
  readonly drag: ((place: LatLon) => void) | undefined;
}

const reachOf = ({ pointerType }: PointerEvent): number =>
  pointerType === 'mouse' ? REACH_PX : REACH_TOUCH_PX;
const between = ([ax, ay]: Pixel, [bx, by]: Pixel): Pixel => [(ax + bx) / 2, (ay + by) / 2];

/** Clicks, drags, two fingers and the wheel on a canvas. */
export const useGestures = (
  stage: RefObject<HTMLDivElement | null>,
  view: View | undefined,
  move: (change: (view: View) => View) => void,
  tool: MapTool | undefined,
) => {
  const presses = useRef(new Map<number, Press>());
  const mover = useRef(move);
  mover.current = move;

  const pixelOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Pixel => {
    const box = stage.current?.getBoundingClientRect();
    return [clientX - (box?.left ?? 0), clientY - (box?.top ?? 0)];
  };

  useEffect(() => {
    const element = stage.current;
    if (element === null) return;
    // React's own listener is passive, and could not keep the page from scrolling.
    const zoom = (event: WheelEvent): void => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const at: Pixel = [event.clientX - box.left, event.clientY - box.top];
      mover.current((now) => zoomAt(now, Math.exp(-event.deltaY * WHEEL), at));
    };
    element.addEventListener('wheel', zoom, { passive: false });
    return () => element.removeEventListener('wheel', zoom);
  }, [stage]);

  const pinch = (id: number, pixel: Pixel): void => {
    const [one, other] = [...presses.current.entries()];
    if (one === undefined || other === undefined) return;
    const still = (one[0] === id ? other : one)[1].last;
    const moved = presses.current.get(id);
    if (moved === undefined) return;
    const spread = (a: Pixel, b: Pixel): number => Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1]));
    const [before, after] = [between(still, moved.last), between(still, pixel)];
    const factor = spread(still, pixel) / spread(still, moved.last);
    move((now) => zoomAt(pan(now, before, after), factor, after));
  };

  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>): void => {
      if (view === undefined || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const start = pixelOf(event);
      const drag = presses.current.size === 0 ? tool?.grab(start, view, reachOf(event)) : undefined;
      presses.current.set(event.pointerId, { start, last: start, isDrag: presses.current.size > 0, drag });
      // The second finger makes a pinch of what could have been a click of the first.
      if (presses.current.size > 1) for (const press of presses.current.values()) press.isDrag = true;
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>): void => {
      const press = presses.current.get(event.pointerId);
      if (press === undefined || view === undefined) return;
      const pixel = pixelOf(event);
      if (!press.isDrag && Math.hypot(pixel[0] - press.start[0], pixel[1] - press.start[1]) < CLICK_PX)
        return;
      press.isDrag = true;
      if (presses.current.size > 1) pinch(event.pointerId, pixel);
      else if (press.drag !== undefined) press.drag(unproject(view, pixel));
      else {
        const from = press.last;
        move((now) => pan(now, from, pixel));
      }
      press.last = pixel;
    },
    onPointerUp: (event: PointerEvent<HTMLDivElement>): void => {
      const press = presses.current.get(event.pointerId);
      presses.current.delete(event.pointerId);
      if (press !== undefined && !press.isDrag && view !== undefined)
        tool?.click(pixelOf(event), view, reachOf(event));
    },
    onPointerCancel: (event: PointerEvent<HTMLDivElement>): void => {
      presses.current.delete(event.pointerId);
    },
  };
};
