/** A position in degrees (WGS 84). */
export type LatLon = readonly [lat: number, lon: number];

interface Edge {
  readonly from: LatLon;
  readonly to: LatLon;
  readonly south: number;
  readonly north: number;
}

/**
 * The edges of a polygon, in a tree by latitude. `enclose` looks only at edges that cross the latitude of the position:
 * the border of a department has ten thousand corners, and is compared with the positions of up to a million people.
 */
export class EdgesByLatitude {
  /** The edges, sorted by their southern ends. */
  readonly #edges: readonly Edge[];
  /**
   * A binary tree over `#edges`. Each node holds the northernmost latitude of the edges below the node. The children of
   * node `n` are `2n` and `2n + 1`.
   */
  readonly #north: Float64Array;
  readonly #leaves: number;

  /** @param points of a closed polygon: the last is the same as the first */
  constructor(points: readonly LatLon[]) {
    let from = points.at(-1) ?? ([0, 0] as const);
    const edges: Edge[] = [];
    for (const to of points) {
      edges.push({ from, to, south: Math.min(from[0], to[0]), north: Math.max(from[0], to[0]) });
      from = to;
    }
    this.#edges = edges.sort((a, b) => a.south - b.south);
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(1, edges.length)));
    this.#north = new Float64Array(2 * this.#leaves).fill(Number.NEGATIVE_INFINITY);
    for (const [index, { north }] of this.#edges.entries()) this.#north[this.#leaves + index] = north;
    for (let node = this.#leaves - 1; node > 0; node--)
      this.#north[node] = Math.max(this.#north[2 * node] ?? 0, this.#north[2 * node + 1] ?? 0);
  }

  /** Whether the position is inside the polygon. A position on an edge is inside. */
  enclose(lat: number, lon: number): boolean {
    let inside = false;
    const nodes: [node: number, first: number, size: number][] = [[1, 0, this.#leaves]];
    for (let next = nodes.pop(); next !== undefined; next = nodes.pop()) {
      const [node, first, size] = next;
      const edge = this.#edges[first];
      if (edge === undefined || edge.south > lat || !((this.#north[node] ?? 0) >= lat)) continue;
      if (size > 1) {
        const half = size / 2;
        nodes.push([2 * node, first, half], [2 * node + 1, first + half, half]);
        continue;
      }
      const crossing = crosses(edge, lat, lon);
      if (crossing === 'on') return true;
      if (crossing === 'west') inside = !inside;
    }
    return inside;
  }
}

/**
 * `on` if the position lies on the edge; `west` if it lies west of the edge, so a ray from the position to the east
 * crosses the edge.
 */
const crosses = ({ from, to, south, north }: Edge, lat: number, lon: number): 'on' | 'west' | undefined => {
  const [fromLat, fromLon] = from;
  const [toLat, toLon] = to;
  const across = (toLat - fromLat) * (lon - fromLon) - (toLon - fromLon) * (lat - fromLat);
  if (
    across === 0 &&
    south <= lat &&
    lat <= north &&
    Math.min(fromLon, toLon) <= lon &&
    lon <= Math.max(fromLon, toLon)
  )
    return 'on';
  return toLat > lat !== fromLat > lat && across < 0 === toLat > fromLat ? 'west' : undefined;
};
