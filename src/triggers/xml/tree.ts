import { DOMParser, type Document, type Element, type Node, XMLSerializer } from '@xmldom/xmldom';
import { isXmlText } from './guard.ts';

export type { Element };

/** Thrown while a document is read, deep in its tree; the entry functions turn it into a returned reason. */
export class XmlFault extends Error {}

/**
 * Parses a document that `guardXml` accepted, and returns its root.
 *
 * @throws XmlFault if it isn't well-formed, also where the parser would only warn
 */
export const parseXml = (text: string): Element => {
  const fault = (_level: unknown, message: unknown): never => {
    // The parser adds the position on a second line; the reason has one line.
    throw new XmlFault(String(message).replaceAll(/\s+/g, ' ').slice(0, 200));
  };
  const parser = new DOMParser({ onError: fault });
  let document: Document | undefined;
  try {
    document = parser.parseFromString(text, 'text/xml');
  } catch (error) {
    return fault('fatalError', error instanceof Error ? error.message : error);
  }
  const roots = Array.from({ length: document?.childNodes.length ?? 0 }, (_, index) =>
    document?.childNodes.item(index),
  ).filter((node) => node?.nodeType === ELEMENT);
  const root = roots[0];
  if (root === undefined || root === null || roots.length > 1)
    throw new XmlFault('there is no one root element');
  return root as Element;
};

const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;
const COMMENT = 8;

const childNodes = (element: Element): Node[] => {
  const nodes: Node[] = [];
  for (let node = element.firstChild; node !== null; node = node.nextSibling) nodes.push(node);
  return nodes;
};

/**
 * The child elements of an element that has no text of its own.
 *
 * @param where name of the element for the error
 * @throws XmlFault if there is text
 */
export const childrenOf = (element: Element, where: string): Element[] => {
  const found: Element[] = [];
  for (const node of childNodes(element)) {
    if (node.nodeType === ELEMENT) found.push(node as Element);
    else if ((node.nodeType === TEXT || node.nodeType === CDATA) && (node.nodeValue ?? '').trim() !== '') {
      throw new XmlFault(`${where} holds text beside its elements`);
    }
  }
  return found;
};

/**
 * The trimmed text of an element without child elements.
 *
 * @throws XmlFault if it has child elements or a forbidden character
 */
export const textOf = (element: Element, where: string): string => {
  let text = '';
  for (const node of childNodes(element)) {
    if (node.nodeType === TEXT || node.nodeType === CDATA) text += node.nodeValue ?? '';
    else if (node.nodeType === ELEMENT) throw new XmlFault(`${where} holds an element where text belongs`);
  }
  // `guardXml` could not see characters that are written as references, such as &#0;, which the parser has resolved.
  if (!isXmlText(text)) throw new XmlFault(`${where} holds a character that XML does not have`);
  return text.trim();
};

/** Whether an element has neither elements nor text, apart from spaces and comments. */
export const isBlank = (element: Element): boolean =>
  childNodes(element).every(
    (node) =>
      node.nodeType !== ELEMENT && (node.nodeType === COMMENT || (node.nodeValue ?? '').trim() === ''),
  );

/** An element as a document of its own, with the namespaces that it uses. */
export const textOfTree = (element: Element): string => new XMLSerializer().serializeToString(element);
