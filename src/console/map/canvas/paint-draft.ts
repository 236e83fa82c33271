import { type Draft, shapeOf } from '../shape/draft.ts';
import { crossingOf } from '../shape/geometry.ts';
import { hasMiddle, middlesOf, rimOf } from '../shape/hit.ts';
import { project } from '../shape/view.ts';
import { type Brush, paintHandle, paintOpen, paintShape } from './paint.ts';

const CORNER_PX = 7;
const MIDDLE_PX = 4.5;
/** More handles than this would hide the outline; its corners are then in the table. */
const MOST_HANDLES = 300;

/** What is being drawn, with what can be taken hold of. */
export const paintDraft = (brush: Brush, draft: Draft): void => {
  const { view } = brush;
  const shape = shapeOf(draft);
  if (draft.kind === 'circle') {
    if (shape !== undefined) paintShape(brush, shape, 'main');
    const { centre, radiusM } = draft;
    if (centre === undefined) return;
    paintHandle(brush, project(view, centre), CORNER_PX, true);
    if (radiusM !== undefined) paintHandle(brush, rimOf(centre, radiusM, view), CORNER_PX, false);
    return;
  }
  if (draft.kind !== 'polygon') return;
  if (draft.isDone && shape !== undefined)
    paintShape(brush, shape, crossingOf(draft.points) === undefined ? 'main' : 'wrong');
  else paintOpen(brush, draft.points);
  if (draft.points.length > MOST_HANDLES) return;
  for (const [index, middle] of middlesOf(draft, view).entries())
    if (hasMiddle(draft, view, index)) paintHandle(brush, middle, MIDDLE_PX, false);
  for (const point of draft.points) paintHandle(brush, project(view, point), CORNER_PX, true);
};
