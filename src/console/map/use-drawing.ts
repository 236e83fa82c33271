import { useRef, useState } from 'react';
import type { MapKeys } from './canvas/map-canvas.tsx';
import type { MapTool } from './canvas/use-gestures.ts';
import {
  addPoint,
  type Draft,
  finish,
  insertPoint,
  movePoint,
  setCentre,
  setRadius,
  shapeOf,
  stepBack,
} from './shape/draft.ts';
import { type LatLon, rounded, same } from './shape/geometry.ts';
import { hitOf, radiusTo } from './shape/hit.ts';
import { unproject } from './shape/view.ts';

const MIN_CORNERS = 3;

/** What happened last, for a sentence to screen readers. */
export type Happened =
  | { readonly what: 'cross' | 'point' | 'centre'; readonly place: LatLon; readonly count: number }
  | { readonly what: 'closed' | 'radius'; readonly count: number };

interface Drawing {
  readonly tool: MapTool;
  readonly keys: MapKeys;
  readonly happened: Happened | undefined;
}

/** A draft after a click or Enter at a place, in the order in which a person draws. */
const placed = (draft: Draft, place: LatLon): Draft => {
  if (draft.kind === 'polygon') return addPoint(draft, place);
  if (draft.centre === undefined) return setCentre(draft, place);
  return draft.isDone ? draft : { ...setRadius(draft, radiusTo(draft.centre, place)), isDone: true };
};

/** Drawing by pointer and by keys. `change` gets a function, since several events may come before the page is drawn. */
export const useDrawing = (draft: Draft, change: (next: (draft: Draft) => Draft) => void): Drawing => {
  const [happened, setHappened] = useState<Happened>();
  const now = useRef(draft);
  now.current = draft;

  const tell = (next: Draft, place: LatLon): void => {
    const count = next.points.length;
    if (next.kind === 'polygon')
      setHappened(next.isDone ? { what: 'closed', count } : { what: 'point', place, count });
    else if (next.kind === 'circle')
      setHappened(
        next.radiusM === undefined
          ? { what: 'centre', place, count }
          : { what: 'radius', count: next.radiusM },
      );
  };
  const put = (place: LatLon): void => {
    const before = now.current;
    const isAgain =
      before.kind === 'polygon' &&
      same(before.points.at(-1), rounded(place)) &&
      before.points.length >= MIN_CORNERS;
    const next = isAgain ? finish(before) : placed(before, place);
    now.current = next;
    change(() => next);
    tell(next, place);
  };

  const tool: MapTool = {
    grab: (pixel, view, reach) => {
      const hit = hitOf(now.current, view, pixel, reach);
      if (hit === undefined) return undefined;
      let index = hit.on === 'corner' || hit.on === 'edge' ? hit.index : 0;
      let isNew = hit.on === 'edge';
      return (place) =>
        change((before) => {
          if (hit.on === 'centre') return setCentre(before, place);
          if (hit.on === 'rim')
            return before.centre === undefined ? before : setRadius(before, radiusTo(before.centre, place));
          if (!isNew) return movePoint(before, index, place);
          isNew = false;
          index += 1;
          return insertPoint(before, index - 1, place);
        });
    },
    click: (pixel, view, reach) => {
      const before = now.current;
      const hit = hitOf(before, view, pixel, reach);
      const isEnd = hit?.on === 'corner' && (hit.index === 0 || hit.index === before.points.length - 1);
      // A double click, or a click on the first point, ends the outline.
      if (isEnd && !before.isDone && before.points.length >= MIN_CORNERS) {
        const next = finish(before);
        now.current = next;
        change(() => next);
        tell(next, unproject(view, pixel));
      } else if (hit === undefined || (before.kind === 'circle' && hit.on === 'centre' && !before.isDone)) {
        if (hit === undefined) put(unproject(view, pixel));
      }
    },
  };

  const keys: MapKeys = {
    enter: (place) => {
      if (place !== undefined) put(place);
      else if (now.current.kind === 'polygon') change(finish);
    },
    back: () => change(stepBack),
    at: (place) => setHappened({ what: 'cross', place, count: 0 }),
  };
  return { tool, keys, happened };
};

/** Whether what is drawn may be told to the page around: an outline that is still open is not. */
export const toldShape = (draft: Draft) =>
  draft.kind === 'polygon' && !draft.isDone ? undefined : shapeOf(draft);
