import { EARTH_RADIUS_KM, type Place } from '../../kernel/shape/shape.ts';

/** So many edges of a polygon should cross one band. */
const EDGES_IN_BAND = 8;
const MOST_BANDS = 2048;
/** An edge stands in each band that it crosses. So often may the edges stand there, on average. */
const MOST_COPIES = 4;
/** Polygons that are less high than this many degrees have one band. */
const LEAST_HEIGHT = 1e-9;
/** PostgreSQL refuses products that are too small for a number, so degrees as small as this are none. */
const NONE = 1e-100;

/** The latitude and longitude of the two ends of an edge. */
type Edge = readonly [fromLat: number, fromLon: number, toLat: number, toLon: number];

/**
 * A place as numbers for PostgreSQL's `in_place` (audience-functions.ts). A polygon is cut into bands of the same
 * height: a position is compared only with the edges in its band, since a border may have ten thousand corners.
 *
 * - a circle: 0, latitude, longitude, cosine of the latitude, square of the sine of half its angle
 * - a polygon: 1, its southern end, number of bands in a degree, number of bands; then, for each band and for the end,
 *   where its edges begin; then the edges
 */
export const placeNumbers = ({ shape, box }: Place): readonly number[] => {
  if ('circle' in shape) return circleNumbers(shape.circle);
  const points = shape.polygon.map(([lat, lon]) => [degrees(lat), degrees(lon)] as const);
  let [fromLat, fromLon] = points.at(-1) ?? [0, 0];
  const edges = points.map(([lat, lon]): Edge => {
    const edge: Edge = [fromLat, fromLon, lat, lon];
    [fromLat, fromLon] = [lat, lon];
    return edge;
  });
  const south = degrees(box.south);
  const height = box.north - south;
  let count = height < LEAST_HEIGHT ? 1 : Math.min(MOST_BANDS, Math.ceil(edges.length / EDGES_IN_BAND));
  while (count > 1 && copiesIn(edges, south, count / height, count) > MOST_COPIES * edges.length)
    count = Math.ceil(count / 2);
  const perDegree = count === 1 ? 0 : count / height;
  const bands = Array.from({ length: count }, (): Edge[] => []);
  for (const edge of edges) {
    const [first, last] = bandsOf(edge, south, perDegree, count);
    for (let band = first; band <= last; band++) bands[band]?.push(edge);
  }
  const head = [1, south, perDegree, count];
  const starts: number[] = [];
  // PostgreSQL counts the elements of an array from 1.
  let start = head.length + count + 2;
  for (const band of bands) {
    starts.push(start);
    start += 4 * band.length;
  }
  return [...head, ...starts, start, ...bands.flat(2)];
};

const degrees = (one: number): number => (Math.abs(one) < NONE ? 0 : one);

/** The first and the last band that the edge crosses. */
const bandsOf = (
  [fromLat, , toLat]: Edge,
  south: number,
  perDegree: number,
  count: number,
): readonly [first: number, last: number] => {
  const band = (lat: number): number => Math.min(count - 1, Math.floor((lat - south) * perDegree));
  return [band(Math.min(fromLat, toLat)), band(Math.max(fromLat, toLat))];
};

const copiesIn = (edges: readonly Edge[], south: number, perDegree: number, count: number): number =>
  edges.reduce((sum, edge) => {
    const [first, last] = bandsOf(edge, south, perDegree, count);
    return sum + last - first + 1;
  }, 0);

const circleNumbers = (circle: { lat: number; lon: number; radiusKm: number }): readonly number[] => {
  const lat = degrees(circle.lat);
  const half = Math.sin(circle.radiusKm / EARTH_RADIUS_KM / 2) ** 2;
  return [0, lat, degrees(circle.lon), Math.cos((lat * Math.PI) / 180), half];
};
