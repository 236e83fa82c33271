import { DOMParser } from '@xmldom/xmldom';
import { isXmlText } from './guard.ts';

/** Thrown while a document is read, and turned into a value where reading began: the reasons lie deep in a tree. */
export class XmlFault extends Error {}

/**
 * The root of a document that `guardXml` let pass.
 * @throws XmlFault for all that is not well-formed, and for what the parser would only warn of
 */
export const parseXml = (text: string): Element => {
  const fault = (message: unknown): never => {
    // The parser adds where it was, on a line of its own.
    throw new XmlFault(String(message).replaceAll(/\s+/g, ' ').slice(0, 200));
  };
  const parser = new DOMParser({ errorHandler: { warning: fault, error: fault, fatalError: fault } });
  let document: Document | undefined;
  try {
    document = parser.parseFromString(text, 'text/xml');
  } catch (error) {
    if (error instanceof XmlFault) throw error;
    fault(error instanceof Error ? error.message : error);
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

const childNodes = (element: Element): Node[] => {
  const nodes: Node[] = [];
  for (let node = element.firstChild; node !== null; node = node.nextSibling) nodes.push(node);
  return nodes;
};

/** The elements in an element that holds nothing else. `where` names it in what is thrown. */
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

/** The text of an element that holds nothing else, trimmed. */
export const textOf = (element: Element, where: string): string => {
  let text = '';
  for (const node of childNodes(element)) {
    if (node.nodeType === TEXT || node.nodeType === CDATA) text += node.nodeValue ?? '';
    else if (node.nodeType === ELEMENT) throw new XmlFault(`${where} holds an element where text belongs`);
  }
  // References such as &#0; are resolved only here.
  if (!isXmlText(text)) throw new XmlFault(`${where} holds a character that XML does not have`);
  return text.trim();
};
