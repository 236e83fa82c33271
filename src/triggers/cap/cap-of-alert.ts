import type { Alert, Wave, WaveKind } from '../../domain/alerts/alert.ts';
import type { Audience, AudienceTerm } from '../../domain/people/audience.ts';
import type { Shape } from '../../kernel/shape/shape.ts';
import { leaf, writeXml, type XmlNode } from '../xml/write.ts';

/** A named area of the address book. */
export interface NamedShape {
  readonly name: string;
  readonly shape: Shape;
}

export interface CapSource {
  readonly alert: Alert;
  /** The alert's waves, in the order in which they were sent. */
  readonly waves: readonly Wave[];
  /** The areas that the audience names, by id. */
  readonly areas: ReadonlyMap<number, NamedShape>;
}

export interface CapVoice {
  /** The CAP sender name of this gateway. */
  readonly sender: string;
  /** The text of a wave in a language, without a recipient's name. */
  textIn(
    wave: Pick<Wave, 'content' | 'values'> & Partial<Pick<Wave, 'startedAt' | 'validUntil'>>,
    language: string,
  ): string;
}

const CAP = 'urn:oasis:names:tc:emergency:cap:1.2';

/**
 * Writes an alert as CAP 1.2: its last wave with new content, with references to the earlier ones. It has no numbers
 * or names of recipients, and of the audience only shapes on the map.
 */
export const capOfAlert = ({ alert, waves, areas }: CapSource, voice: CapVoice): string => {
  const published = waves.filter(({ kind }) => !REPEATS.has(kind));
  const last = published.at(-1);
  const { draft } = alert;
  const said = last ?? { content: draft.content, values: draft.values };
  const expires = last?.validUntil ?? draft.expiresAt;
  const references = published.slice(0, -1).map((wave) => referenceOf(alert, wave, voice.sender));
  const places = placesOf(draft.audience, areas);
  return writeXml(CAP, {
    name: 'alert',
    content: [
      leaf('identifier', identifierOf(alert, last)),
      leaf('sender', voice.sender),
      leaf('sent', capTimeOf(last?.startedAt ?? alert.updatedAt)),
      leaf('status', statusOf(alert, last)),
      leaf('msgType', msgTypes[last?.kind ?? 'first'] ?? 'Alert'),
      leaf('scope', 'Public'),
      leaf('references', references.length === 0 ? undefined : references.join(' ')),
      ...said.content.variants.map(({ language }): XmlNode => {
        const text = voice.textIn(said, language);
        return {
          name: 'info',
          content: [
            leaf('language', language),
            leaf('category', 'Safety'),
            leaf('event', draft.title),
            // CAP 1.2, 3.2.2: the subject event no longer poses a threat.
            leaf('responseType', last?.kind === 'end' ? 'AllClear' : undefined),
            leaf('urgency', urgencies[draft.priority]),
            leaf('severity', capital(draft.severity)),
            leaf('certainty', 'Unknown'),
            leaf('expires', expires === undefined ? undefined : capTimeOf(expires)),
            leaf('headline', draft.title),
            leaf('description', text),
            ...places,
          ],
        };
      }),
    ],
  });
};

/** Waves with no new text for the public. */
const REPEATS: ReadonlySet<WaveKind> = new Set(['resend', 'escalation', 'fulfilled']);
const msgTypes: Readonly<Partial<Record<WaveKind, string>>> = {
  update: 'Update',
  cancel: 'Cancel',
  end: 'Update',
};

// The reverse of the mapping from CAP urgency to priority.
const urgencies = { critical: 'Immediate', high: 'Expected', normal: 'Unknown', low: 'Unknown' } as const;

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const statusOf = ({ draft }: Alert, last: Wave | undefined): string => {
  if (last === undefined) return 'Draft';
  return draft.kind === 'exercise' ? 'Exercise' : 'Actual';
};

const identifierOf = ({ id }: Alert, wave: Pick<Wave, 'wave'> | undefined): string =>
  wave === undefined ? `alert-${id}-draft` : `alert-${id}-${wave.wave}`;

const referenceOf = (alert: Alert, wave: Wave, sender: string): string =>
  `${sender},${identifierOf(alert, wave)},${capTimeOf(wave.startedAt)}`;

/** The time with a numeric offset (CAP 1.2, 3.3.2); -00:00 means UTC. */
const capTimeOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}-00:00`;

/**
 * The areas of the audience. The areas of an info are a union (CAP 1.2, 3.2.4), so of an intersection only one of its
 * areas can be given, and an exclusion can't be.
 */
const placesOf = (
  { include, within = [] }: Audience,
  areas: ReadonlyMap<number, NamedShape>,
): readonly XmlNode[] => {
  const nodesOf = (terms: readonly AudienceTerm[]) => terms.flatMap((term) => areaNode(term, areas) ?? []);
  const [inside] = nodesOf(within);
  return inside === undefined ? nodesOf(include) : [inside];
};

const areaNode = (term: AudienceTerm, areas: ReadonlyMap<number, NamedShape>): XmlNode | undefined => {
  if ('area' in term) {
    const area = areas.get(term.area);
    return area === undefined ? undefined : shapeNode(area.name, area.shape);
  }
  return 'shape' in term ? shapeNode(describe(term.shape), term.shape) : undefined;
};

const describe = (shape: Shape): string => {
  if ('polygon' in shape) return 'Polygon';
  return 'circle' in shape ? `${shape.circle.radiusKm} km` : shape.postalCodes.join(', ');
};

const shapeNode = (areaDesc: string, shape: Shape): XmlNode => ({
  name: 'area',
  content: [
    leaf('areaDesc', areaDesc),
    ...('polygon' in shape
      ? [leaf('polygon', shape.polygon.map((pair) => pair.map(degrees).join(',')).join(' '))]
      : []),
    ...('circle' in shape
      ? [
          leaf(
            'circle',
            `${degrees(shape.circle.lat)},${degrees(shape.circle.lon)} ${degrees(shape.circle.radiusKm)}`,
          ),
        ]
      : []),
    ...('postalCodes' in shape
      ? shape.postalCodes.map(
          (code): XmlNode => ({
            name: 'geocode',
            content: [leaf('valueName', 'postalCode'), leaf('value', code)],
          }),
        )
      : []),
  ],
});

/** A number without an exponent and never -0; seven decimal places are about a centimetre. */
const degrees = (value: number): string =>
  value
    .toFixed(7)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0');
