import { PbfReader } from 'pbf';
import { BadArchive, LIMITS } from './limits.ts';

export type Value = string | number | boolean;
export type GeometryType = 'point' | 'line' | 'polygon';

/** What takes the points of a geometry; a Path2D does. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
}

export interface TileFeature {
  readonly layer: string;
  readonly type: GeometryType;
  /** Units of the tile's side. */
  readonly extent: number;
  readonly get: (key: string) => Value | undefined;
  readonly draw: (pen: Pen) => void;
}

export interface Decoded {
  readonly points: number;
  /** The tile has more than is drawn. */
  readonly isCut: boolean;
}

const TYPES: Readonly<Record<number, GeometryType>> = { 1: 'point', 2: 'line', 3: 'polygon' };
const MOVE = 1;
const LINE = 2;
const CLOSE = 7;
const DEFAULT_EXTENT = 4096;

class Cut extends Error {}

interface Budget {
  features: number;
  points: number;
}

/**
 * Follows the commands of a geometry (MVT 2.1, 4.3). It is not that of @mapbox/vector-tile, which follows the count of
 * a ClosePath, for which nothing must stand in the tile, into any number of points.
 */
const drawGeometry = (octets: Uint8Array, pen: Pen, budget: Budget): void => {
  const pbf = new PbfReader(octets);
  let [x, y] = [0, 0];
  while (pbf.pos < octets.length) {
    const command = pbf.readVarint();
    const code = command & 7;
    if (code === CLOSE) {
      pen.closePath();
      continue;
    }
    if (code !== MOVE && code !== LINE) throw new BadArchive(`the command ${code} of a geometry`);
    for (let left = command >>> 3; left > 0; left--) {
      if (--budget.points < 0) throw new Cut();
      x += pbf.readSVarint();
      y += pbf.readSVarint();
      if (code === MOVE) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
  }
};

/** A name has fewer octets; a long value that all features share would be read for each. */
const MOST_IN_VALUE = 1024;

const readValue = (octets: Uint8Array): Value | undefined => {
  if (octets.length > MOST_IN_VALUE) return undefined;
  const pbf = new PbfReader(octets);
  let value: Value | undefined;
  for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) {
    if (field === 1) value = pbf.readString();
    else if (field === 2) value = pbf.readFloat();
    else if (field === 3) value = pbf.readDouble();
    else if (field === 4) value = pbf.readVarint(true);
    else if (field === 5) value = pbf.readVarint();
    else if (field === 6) value = pbf.readSVarint();
    else if (field === 7) value = pbf.readBoolean();
  }
  return value;
};

interface Layer {
  name: string;
  extent: number;
  readonly keys: string[];
  readonly values: Uint8Array[];
  readonly features: Uint8Array[];
}

const layerOf = (octets: Uint8Array): Layer => {
  const pbf = new PbfReader(octets);
  const layer: Layer = { name: '', extent: DEFAULT_EXTENT, keys: [], values: [], features: [] };
  for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) {
    if (field === 1) layer.name = pbf.readString();
    else if (field === 2) layer.features.push(pbf.readBytes());
    else if (field === 3) layer.keys.push(pbf.readString());
    else if (field === 4) layer.values.push(pbf.readBytes());
    else if (field === 5) layer.extent = pbf.readVarint();
  }
  return layer;
};

const featureOf = (octets: Uint8Array, layer: Layer, budget: Budget): TileFeature | undefined => {
  const pbf = new PbfReader(octets);
  let tags: Uint8Array = new Uint8Array();
  let geometry: Uint8Array = new Uint8Array();
  let type: GeometryType | undefined;
  for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) {
    if (field === 2) tags = pbf.readBytes();
    else if (field === 3) type = TYPES[pbf.readVarint()];
    else if (field === 4) geometry = pbf.readBytes();
  }
  if (type === undefined) return undefined;
  const get = (key: string): Value | undefined => {
    const pairs = new PbfReader(tags);
    while (pairs.pos < tags.length) {
      const [name, value] = [layer.keys[pairs.readVarint()], layer.values[pairs.readVarint()]];
      if (name === key && value !== undefined) return readValue(value);
    }
    return undefined;
  };
  const { name, extent } = layer;
  return { layer: name, type, extent, get, draw: (pen) => drawGeometry(geometry, pen, budget) };
};

/** Gives each feature of a vector tile to `see`, as far as the limits go. @throws BadArchive if it is no such tile */
export const decodeTile = (octets: Uint8Array, see: (feature: TileFeature) => void): Decoded => {
  const budget: Budget = { features: LIMITS.features, points: LIMITS.points };
  const done = (isCut: boolean): Decoded => ({ points: LIMITS.points - Math.max(0, budget.points), isCut });
  try {
    const pbf = new PbfReader(octets);
    let layers = 0;
    for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) {
      if (field !== 3) continue;
      if (++layers > LIMITS.layers) return done(true);
      const layer = layerOf(pbf.readBytes());
      if (pbf.pos > octets.length) throw new BadArchive('a tile that is cut off');
      if (!(layer.extent > 0)) throw new BadArchive('a layer without an extent');
      for (const one of layer.features) {
        if (--budget.features < 0) return done(true);
        const feature = featureOf(one, layer, budget);
        if (feature !== undefined) see(feature);
      }
    }
    return done(false);
  } catch (error) {
    if (error instanceof Cut) return done(true);
    throw error instanceof BadArchive ? error : new BadArchive('no vector tile', { cause: error });
  }
};
