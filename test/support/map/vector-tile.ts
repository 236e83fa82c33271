import { PbfWriter } from 'pbf';

type Point = readonly [x: number, y: number];

export interface DrawnFeature {
  /** 1 point, 2 line, 3 polygon. */
  readonly type: 1 | 2 | 3;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
  /** Lines or rings, in units of the tile (4096); a ring is not closed. */
  readonly lines: readonly (readonly Point[])[];
}

export interface DrawnLayer {
  readonly name: string;
  readonly features: readonly DrawnFeature[];
}

const zigzag = (value: number): number => (value << 1) ^ (value >> 31);

/** The commands of a geometry (MVT 2.1, 4.3). */
const commandsOf = ({ type, lines }: DrawnFeature): readonly number[] => {
  const commands: number[] = [];
  let [x, y] = [0, 0];
  const step = ([toX, toY]: Point): void => {
    commands.push(zigzag(toX - x), zigzag(toY - y));
    [x, y] = [toX, toY];
  };
  for (const [first, ...others] of lines) {
    if (first === undefined) continue;
    commands.push(1 | (1 << 3));
    step(first);
    if (others.length > 0) commands.push(2 | (others.length << 3));
    for (const point of others) step(point);
    if (type === 3) commands.push(7 | (1 << 3));
  }
  return commands;
};

/** A vector tile (MVT 2.1). @param commands the geometry of each feature, instead of its lines */
export const vectorTile = (layers: readonly DrawnLayer[], commands?: readonly number[]): Uint8Array => {
  const tile = new PbfWriter();
  for (const { name, features } of layers) {
    const keys: string[] = [];
    const values: (string | number | boolean)[] = [];
    const indexIn = <T>(all: T[], value: T): number => {
      const found = all.indexOf(value);
      return found >= 0 ? found : all.push(value) - 1;
    };
    const layer = new PbfWriter();
    layer.writeVarintField(15, 2);
    layer.writeStringField(1, name);
    for (const feature of features) {
      const one = new PbfWriter();
      const tags = Object.entries(feature.properties).flatMap(([key, value]) => [
        indexIn(keys, key),
        indexIn(values, value),
      ]);
      one.writePackedVarint(2, tags);
      one.writeVarintField(3, feature.type);
      one.writePackedVarint(4, [...(commands ?? commandsOf(feature))]);
      layer.writeBytesField(2, one.finish());
    }
    for (const key of keys) layer.writeStringField(3, key);
    for (const value of values) {
      const one = new PbfWriter();
      if (typeof value === 'string') one.writeStringField(1, value);
      else if (typeof value === 'number') one.writeDoubleField(3, value);
      else one.writeBooleanField(7, value);
      layer.writeBytesField(4, one.finish());
    }
    layer.writeVarintField(5, 4096);
    tile.writeBytesField(3, layer.finish());
  }
  return tile.finish();
};
