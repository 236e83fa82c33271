import type { View } from '../shape/view.ts';
import type { Brush } from './paint.ts';

/** A map of vector tiles. What draws it is loaded only where there is one. */
export interface TileLayer {
  /** Draws what is there of the view. */
  readonly paint: (brush: Brush) => void;
  /** Fetches what a view needs, and gives up what no view needs any more. */
  readonly want: (owner: object, view: View | undefined) => void;
  readonly subscribe: (listener: () => void) => () => void;
  /** Another number after each change. */
  readonly revision: () => number;
  readonly state: () => 'good' | 'partial' | 'bad';
}
