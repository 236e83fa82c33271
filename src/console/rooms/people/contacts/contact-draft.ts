import type { Contact, ContactBody } from '../../../api/people/contacts.ts';
import type { Line } from '../../../parts/difference/lines.ts';

type Scalar = string | number | boolean;

/** A contact as it stands in the form: all fields are texts. */
export interface ContactDraft {
  readonly number: string;
  readonly name: string;
  readonly language: string;
  readonly postalCode: string;
  readonly lat: string;
  readonly lon: string;
  readonly attributes: readonly { readonly name: string; readonly value: string; readonly was?: Scalar }[];
  readonly source?: string;
  /** The version that the person saw. */
  readonly version?: number;
}

export const emptyDraft: ContactDraft = {
  number: '',
  name: '',
  language: '',
  postalCode: '',
  lat: '',
  lon: '',
  attributes: [],
};

export const draftOf = (contact: Contact): ContactDraft => ({
  number: contact.number,
  name: contact.name ?? '',
  language: contact.language ?? '',
  postalCode: contact.postalCode ?? '',
  lat: contact.position === null ? '' : String(contact.position.lat),
  lon: contact.position === null ? '' : String(contact.position.lon),
  attributes: Object.entries(contact.attributes).map(([name, was]) => ({ name, value: String(was), was })),
  source: contact.source,
  version: contact.version,
});

/** A number that was a number stays one: rules of segments tell texts from numbers. */
const scalarOf = (value: string, was: Scalar | undefined): Scalar => {
  if (typeof was === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  if (typeof was === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
};

const degrees = (text: string): number => Number(text.trim().replace(',', '.'));

export const bodyOf = (draft: ContactDraft): ContactBody => {
  const attributes = draft.attributes.filter(({ name, value }) => name.trim() !== '' && value !== '');
  return {
    number: draft.number.trim(),
    ...(draft.name.trim() !== '' && { name: draft.name.trim() }),
    ...(draft.language.trim() !== '' && { language: draft.language.trim() }),
    ...(draft.postalCode.trim() !== '' && { postalCode: draft.postalCode.trim() }),
    ...(draft.lat.trim() !== '' && { position: { lat: degrees(draft.lat), lon: degrees(draft.lon) } }),
    attributes: Object.fromEntries(
      attributes.map(({ name, value, was }) => [name.trim(), scalarOf(value, was)]),
    ),
    source: draft.source ?? 'console',
  };
};

export type Fault = 'number' | 'language' | 'position' | 'attribute' | 'twice';

/** What the gateway would refuse, by field; the number itself is read by the gateway, which knows its country. */
export const faultsOf = (draft: ContactDraft): Readonly<Partial<Record<string, Fault>>> => {
  const faults: Partial<Record<string, Fault>> = {};
  if (!/(?:\d\D*){3}/.test(draft.number)) faults['number'] = 'number';
  if (draft.language.trim() !== '' && !/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(draft.language.trim()))
    faults['language'] = 'language';
  const within = (text: string, most: number): boolean =>
    text.trim() !== '' && Math.abs(degrees(text)) <= most;
  const isPlaced = draft.lat.trim() !== '' || draft.lon.trim() !== '';
  if (isPlaced && !within(draft.lat, 90)) faults['lat'] = 'position';
  if (isPlaced && !within(draft.lon, 180)) faults['lon'] = 'position';
  const names = draft.attributes.map(({ name }) => name.trim());
  for (const [index, name] of names.entries()) {
    if (name !== '' && !/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,63}$/u.test(name))
      faults[`attribute ${index}`] = 'attribute';
    else if (name !== '' && names.indexOf(name) < index) faults[`attribute ${index}`] = 'twice';
  }
  return faults;
};

/** A contact as lines to compare. @param labels the words of the fields */
export const linesOf = (
  draft: ContactDraft,
  labels: (field: keyof ContactDraft & string) => string,
): readonly Line[] => [
  ...(['number', 'name', 'language', 'postalCode', 'lat', 'lon'] as const).map((key) => ({
    key,
    label: labels(key),
    text: draft[key].trim(),
  })),
  ...draft.attributes
    .filter(({ name, value }) => name.trim() !== '' && value !== '')
    .map(({ name, value }) => ({ key: `attribute ${name.trim()}`, label: name.trim(), text: value })),
];
