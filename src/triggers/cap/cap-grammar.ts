import { childrenOf, type Element, isBlank, XmlFault } from '../xml/tree.ts';

const CAP_NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.2';
const CAP_1_1_NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.1';
export const SIGNATURE_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';

/** CAP 1.1 is accepted too: it has the same elements in the same order, with fewer values. */
const NAMESPACES: readonly string[] = [CAP_NAMESPACE, CAP_1_1_NAMESPACE];

type Occurs = '1' | '?' | '+' | '*';

/** The child elements of an element in their required order (the XML schema in CAP 1.2, 3.4). */
export type Sequence = readonly (readonly [name: string, occurs: Occurs])[];

export const alertSequence: Sequence = [
  ['identifier', '1'],
  ['sender', '1'],
  ['sent', '1'],
  ['status', '1'],
  ['msgType', '1'],
  ['source', '?'],
  ['scope', '1'],
  ['restriction', '?'],
  ['addresses', '?'],
  ['code', '*'],
  ['note', '?'],
  ['references', '?'],
  ['incidents', '?'],
  ['info', '*'],
];

export const infoSequence: Sequence = [
  ['language', '?'],
  ['category', '+'],
  ['event', '1'],
  ['responseType', '*'],
  ['urgency', '1'],
  ['severity', '1'],
  ['certainty', '1'],
  ['audience', '?'],
  ['eventCode', '*'],
  ['effective', '?'],
  ['onset', '?'],
  ['expires', '?'],
  ['senderName', '?'],
  ['headline', '?'],
  ['description', '?'],
  ['instruction', '?'],
  ['web', '?'],
  ['contact', '?'],
  ['parameter', '*'],
  ['resource', '*'],
  ['area', '*'],
];

export const areaSequence: Sequence = [
  ['areaDesc', '1'],
  ['polygon', '*'],
  ['circle', '*'],
  ['geocode', '*'],
  ['altitude', '?'],
  ['ceiling', '?'],
];

const resourceSequence: Sequence = [
  ['resourceDesc', '1'],
  ['mimeType', '1'],
  ['size', '?'],
  ['uri', '?'],
  ['derefUri', '?'],
  ['digest', '?'],
];

/** CAP 1.1 (3.4) asks for no mimeType. */
const resourceSequence11: Sequence = resourceSequence.map(([name, occurs]) =>
  name === 'mimeType' ? [name, '?'] : [name, occurs],
);

export const resourceSequenceIn = (element: Element): Sequence =>
  element.namespaceURI === CAP_1_1_NAMESPACE ? resourceSequence11 : resourceSequence;

export const valueSequence: Sequence = [
  ['valueName', '1'],
  ['value', '1'],
];

/** A geocode: without a value it is ignored, as an empty one is. */
export const geocodeSequence: Sequence = [
  ['valueName', '1'],
  ['value', '?'],
];

export type Found = ReadonlyMap<string, readonly Element[]>;

export const isCap = (element: Element): boolean => NAMESPACES.includes(element.namespaceURI ?? '');

/** Elements with elements of their own: without these they are faults, not fields that were left empty. */
const NEVER_IGNORED: readonly string[] = ['info', 'area'];

/**
 * The child elements of `element`, by name. Optional ones that are empty are left out, and `ignored` is given their
 * names: systems in the field write `<polygon/>` for "no polygon".
 *
 * @throws XmlFault if one is missing, unknown, repeated or out of order
 */
export const readSequence = (
  element: Element,
  sequence: Sequence,
  where: string,
  ignored: string[],
): Found => {
  const found = new Map<string, Element[]>();
  let place = 0;
  for (const child of childrenOf(element, where)) {
    // All elements must have the alert's namespace: a mixture of CAP versions is neither of them.
    if (child.namespaceURI !== element.namespaceURI) {
      throw new XmlFault(`${where} holds <${child.nodeName}>, which is not of CAP`);
    }
    const name = child.localName ?? child.nodeName;
    const index = sequence.findIndex(([known]) => known === name);
    if (index < 0) throw new XmlFault(`${where} holds <${name}>, which CAP does not have there`);
    if (index < place) throw new XmlFault(`${where}: <${name}> comes after <${sequence[place]?.[0]}>`);
    place = index;
    const before = found.get(name);
    if (before === undefined) found.set(name, [child]);
    else if (sequence[index]?.[1] === '*' || sequence[index]?.[1] === '+') before.push(child);
    else throw new XmlFault(`${where} holds <${name}> twice`);
  }
  for (const [name, occurs] of sequence) {
    if ((occurs === '1' || occurs === '+') && !found.has(name)) {
      throw new XmlFault(`${where} has no <${name}>`);
    }
    const all = found.get(name);
    if (all === undefined || occurs === '1' || occurs === '+' || NEVER_IGNORED.includes(name)) continue;
    const filled = all.filter((one) => !isBlank(one));
    if (filled.length === all.length) continue;
    for (const [index, one] of all.entries())
      if (isBlank(one))
        ignored.push(`${where}: ${all.length === 1 ? name : `${name} ${index + 1}`} is empty`);
    found.set(name, filled);
  }
  return found;
};
