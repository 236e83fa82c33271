import { decodeTile, type Pen } from '../read/decode.ts';
import { LIMITS } from '../read/limits.ts';
import { type Label, nameOf } from './labels.ts';
import { type Kind, kindOf, type Schema } from './style.ts';

interface TilePart<Path> {
  readonly path: Path;
  /** Units of the tile's side. */
  readonly extent: number;
}

/** A tile that is ready for drawing. */
export interface Tile<Path> {
  readonly parts: ReadonlyMap<Kind, readonly TilePart<Path>[]>;
  readonly labels: readonly Label[];
  readonly points: number;
  readonly isCut: boolean;
}

export const emptyTile: Tile<never> = { parts: new Map(), labels: [], points: 0, isCut: false };

/** The first point of a geometry. */
class FirstPoint implements Pen {
  x: number | undefined;
  y: number | undefined;

  moveTo(x: number, y: number): void {
    this.x ??= x;
    this.y ??= y;
  }
  lineTo(): void {}
  closePath(): void {}
}

export const buildTile = <Path extends Pen>(
  octets: Uint8Array,
  schema: Schema,
  language: string,
  newPath: () => Path,
): Tile<Path> => {
  const parts = new Map<Kind, TilePart<Path>[]>();
  const labels: Label[] = [];
  const pathFor = (kind: Kind, extent: number): Path => {
    const some = parts.get(kind) ?? [];
    const found = some.find((part) => part.extent === extent);
    if (found !== undefined) return found.path;
    const path = newPath();
    parts.set(kind, [...some, { path, extent }]);
    return path;
  };
  const { points, isCut } = decodeTile(octets, (feature) => {
    const { extent } = feature;
    const kind = kindOf(schema, feature);
    if (kind !== undefined) {
      feature.draw(pathFor(kind, extent));
      return;
    }
    const name = labels.length < LIMITS.labels ? nameOf(schema, feature, language) : undefined;
    if (name === undefined) return;
    const at = new FirstPoint();
    feature.draw(at);
    const [x, y] = [(at.x ?? -1) / extent, (at.y ?? -1) / extent];
    // Those beyond the edge are in the next tile too.
    if (x >= 0 && x < 1 && y >= 0 && y < 1) labels.push({ ...name, x, y });
  });
  return { parts, labels, points, isCut };
};
