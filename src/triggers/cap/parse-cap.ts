import { capLimits, guardXml } from '../xml/guard.ts';
import { type Element, parseXml, textOf, XmlFault } from '../xml/tree.ts';
import {
  type CapAlert,
  type CapArea,
  type CapInfo,
  type CapRefused,
  capCategories,
  capCertainties,
  capMsgTypes,
  capResponses,
  capScopes,
  capSeverities,
  capStatuses,
  capUrgencies,
} from './cap-alert.ts';
import {
  alertSequence,
  areaSequence,
  type Found,
  geocodeSequence,
  infoSequence,
  isCap,
  readSequence,
  resourceSequenceIn,
  SIGNATURE_NAMESPACE,
  valueSequence,
} from './cap-grammar.ts';
import { capCircle, capName, capPolygon, capReferences, capTime } from './cap-values.ts';

export type CapParsed = { readonly kind: 'alert'; readonly alert: CapAlert } | CapRefused;

/**
 * Parses a CAP 1.2 or 1.1 document, and checks more than its schema does. Never throws: a document that isn't
 * accepted has its reason.
 *
 * @param charset the charset that came with the document, such as that of its Content-Type
 */
export const parseCap = (octets: Uint8Array, charset?: string): CapParsed => {
  const guarded = guardXml(octets, capLimits, charset);
  if (guarded.kind === 'refused') return guarded;
  try {
    return { kind: 'alert', alert: readAlert(parseXml(guarded.text)) };
  } catch (error) {
    if (error instanceof XmlFault) return { kind: 'refused', reason: error.message };
    throw error;
  }
};

const readAlert = (root: Element): CapAlert => {
  if (!isCap(root) || root.localName !== 'alert') {
    throw new XmlFault(`the root is <${root.nodeName.slice(0, 80)}>, not an <alert> of CAP 1.2`);
  }
  dropSignature(root);
  const ignored: string[] = [];
  const found = readSequence(root, alertSequence, 'alert', ignored);
  const scope = oneOf(found, 'scope', capScopes);
  const msgType = oneOf(found, 'msgType', capMsgTypes);
  const references = capReferences(optional(found, 'references') ?? '');
  if (scope === 'Restricted' && optional(found, 'restriction') === undefined) {
    throw new XmlFault('scope is Restricted, and there is no <restriction>');
  }
  if (scope === 'Private' && optional(found, 'addresses') === undefined) {
    throw new XmlFault('scope is Private, and there are no <addresses>');
  }
  if ((msgType === 'Update' || msgType === 'Cancel') && references.length === 0) {
    throw new XmlFault(`msgType is ${msgType}, and there are no <references> to what it is of`);
  }
  const sent = required(found, 'sent');
  return {
    identifier: capName(required(found, 'identifier'), 'identifier'),
    sender: capName(required(found, 'sender'), 'sender'),
    sent,
    sentAt: capTime(sent, 'sent'),
    status: oneOf(found, 'status', capStatuses),
    msgType,
    scope,
    note: optional(found, 'note'),
    references,
    infos: all(found, 'info').map((element, index) => readInfo(element, `info ${index + 1}`, ignored)),
    ignored: atMost(ignored, MAX_IGNORED),
  };
};

const MAX_IGNORED = 100;

/** The first names, and how many more there are. */
const atMost = (names: readonly string[], most: number): readonly string[] =>
  names.length <= most ? names : [...names.slice(0, most), `${names.length - most} more are empty`];

/**
 * Removes signatures at the end: the schema allows them after the last element, and nothing else of another
 * namespace.
 */
const dropSignature = (root: Element): void => {
  for (let last = root.lastChild; last !== null; last = root.lastChild) {
    const blank = last.nodeType !== 1 && (last.nodeValue ?? '').trim() === '';
    const signature = last.nodeType === 1 && (last as Element).namespaceURI === SIGNATURE_NAMESPACE;
    if (!blank && !signature && last.nodeType !== 8) return;
    root.removeChild(last);
  }
};

const readInfo = (element: Element, where: string, ignored: string[]): CapInfo => {
  const found = readSequence(element, infoSequence, where, ignored);
  for (const name of ['eventCode', 'parameter']) {
    for (const pair of all(found, name)) readSequence(pair, valueSequence, `${where}: ${name}`, ignored);
  }
  for (const resource of all(found, 'resource'))
    readSequence(resource, resourceSequenceIn(resource), `${where}: resource`, ignored);
  for (const category of all(found, 'category')) oneValue(category, 'category', capCategories, where);
  const language = optional(found, 'language', where) ?? 'en-US';
  if (!/^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8}){0,8}$/.test(language)) {
    throw new XmlFault(`${where}: language is no language code such as fr-FR`);
  }
  optionalTime(found, 'onset', where);
  return {
    language,
    event: required(found, 'event', where),
    responseTypes: all(found, 'responseType').map((one) =>
      oneValue(one, 'responseType', capResponses, where),
    ),
    urgency: oneOf(found, 'urgency', capUrgencies, where),
    severity: oneOf(found, 'severity', capSeverities, where),
    certainty: oneOf(found, 'certainty', capCertainties, where),
    effective: optionalTime(found, 'effective', where),
    expires: optionalTime(found, 'expires', where),
    senderName: optional(found, 'senderName', where),
    headline: optional(found, 'headline', where),
    description: optional(found, 'description', where),
    instruction: optional(found, 'instruction', where),
    web: optional(found, 'web', where),
    contact: optional(found, 'contact', where),
    areas: all(found, 'area').map((area, index) => readArea(area, `${where}: area ${index + 1}`, ignored)),
  };
};

const readArea = (element: Element, where: string, ignored: string[]): CapArea => {
  const found = readSequence(element, areaSequence, where, ignored);
  return {
    areaDesc: required(found, 'areaDesc', where),
    polygons: all(found, 'polygon').map((one) => capPolygon(textOf(one, where), `${where}: polygon`)),
    circles: all(found, 'circle').map((one) => capCircle(textOf(one, where), `${where}: circle`)),
    geocodes: all(found, 'geocode').flatMap((one) => {
      const pair = readSequence(one, geocodeSequence, `${where}: geocode`, []);
      const valueName = required(pair, 'valueName', where);
      const value = optional(pair, 'value', where);
      if (value !== undefined) return [{ valueName, value }];
      ignored.push(`${where}: geocode ${valueName.slice(0, 80)} has no value`);
      return [];
    }),
  };
};

const all = (found: Found, name: string): readonly Element[] => found.get(name) ?? [];

const optional = (found: Found, name: string, where = 'alert'): string | undefined => {
  const element = found.get(name)?.[0];
  const text = element === undefined ? '' : textOf(element, `${where}: ${name}`);
  return text === '' ? undefined : text;
};

const required = (found: Found, name: string, where = 'alert'): string => {
  const text = optional(found, name, where);
  if (text === undefined) throw new XmlFault(`${where}: <${name}> is empty`);
  return text;
};

const optionalTime = (found: Found, name: string, where: string): number | undefined => {
  const text = optional(found, name, where);
  return text === undefined ? undefined : capTime(text, `${where}: ${name}`);
};

const oneOf = <Value extends string>(
  found: Found,
  name: string,
  values: readonly Value[],
  where = 'alert',
): Value => oneValue(all(found, name)[0], name, values, where);

const oneValue = <Value extends string>(
  element: Element | undefined,
  name: string,
  values: readonly Value[],
  where: string,
): Value => {
  const text = element === undefined ? '' : textOf(element, `${where}: ${name}`);
  const value = values.find((known) => known === text);
  if (value !== undefined) return value;
  throw new XmlFault(`${where}: <${name}> is none of ${values.join(', ')}`);
};
