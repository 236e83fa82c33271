const MOST_LAYERS = 100;
const MOST_IN_NAME = 64;
const MOST_IN_ATTRIBUTION = 200;

export interface ArchiveMetadata {
  /** Who made the data, as plain text; undefined: the archive does not say. */
  readonly attribution: string | undefined;
  /** The names of the layers that its tiles may have. */
  readonly layers: readonly string[];
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  copy: '©',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  '#39': "'",
  '#169': '©',
};

/** The text of what is HTML in most archives. It is shown as text: what looks like a tag here is only ugly. */
const textOf = (html: string): string | undefined => {
  const text = html
    .slice(0, 4000)
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll(/&(\w{2,4}|#\d{2,3});/g, (whole, name: string) =>
      Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? whole) : whole,
    )
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\p{C}/gu, '')
    .trim();
  return text === '' ? undefined : Array.from(text).slice(0, MOST_IN_ATTRIBUTION).join('');
};

/** What the console needs of an archive's metadata. @throws SyntaxError if it is no JSON */
export const readMetadata = (octets: Buffer): ArchiveMetadata => {
  const value: unknown = octets.length === 0 ? {} : JSON.parse(octets.toString('utf8'));
  const { attribution, vector_layers: layers } = (
    typeof value === 'object' && value !== null ? value : {}
  ) as { attribution?: unknown; vector_layers?: unknown };
  return {
    attribution: typeof attribution === 'string' ? textOf(attribution) : undefined,
    layers: (Array.isArray(layers) ? layers : [])
      .slice(0, MOST_LAYERS)
      .map((layer: unknown) => (layer as { id?: unknown } | null)?.id)
      .filter((id): id is string => typeof id === 'string' && id.length <= MOST_IN_NAME),
  };
};
